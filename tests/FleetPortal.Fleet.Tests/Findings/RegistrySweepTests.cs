using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Findings.Sweep;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Xunit;

namespace FleetPortal.Fleet.Tests.Findings;

public sealed class RegistrySweepTests
{
    [Fact]
    public async Task AHealthyRegistry_HasNoFinding()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.ThingAsync("pump-1");
        Assert.Empty(await SweepAsync(registry));
    }

    [Fact]
    public async Task CertificatesThatExpireSoon_AreOneFinding_WhichRises_AndResolvesItself()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync(new("pump-1"));
        await registry.RegisterAsync(new("pump-2"));
        await registry.IssueAsync(new("pump-1", ValidityDays: 20));
        await registry.IssueAsync(new("pump-2", ValidityDays: 25));
        var finding = Assert.Single(await SweepAsync(registry));
        Assert.Equal((FindingCatalogue.ExpiringCertificate, FindingSeverity.Medium), (finding.Kind.Id, finding.Severity));
        Assert.Equal("2 Things have a certificate that expires within 30 days", finding.Title);
        registry.Time.Advance(TimeSpan.FromDays(15));
        Assert.Equal(FindingSeverity.High, Assert.Single(await SweepAsync(registry)).Severity);
        await registry.IssueAsync(new("pump-1"));
        await registry.IssueAsync(new("pump-2"));
        await SweepAsync(registry);
        var view = await registry.FindingAsync(finding.Id);
        Assert.Equal(FindingState.Resolved, view.Row.State);
        Assert.Equal([FindingEntries.Resolved, FindingEntries.Raised, FindingEntries.Opened], view.History.Select(entry => entry.Kind));
        Assert.Equal(["pump-1", "pump-2"], view.Evidence.Affected!.Examples);
    }

    [Fact]
    public async Task ThingsWithoutACertificate_AreNamed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync(new("pump-1"));
        Assert.Equal("1 Thing has no certificate to connect with", Assert.Single(await SweepAsync(registry)).Title);
    }

    [Fact]
    public async Task ADisabledAuthority_WithActiveCertificates_IsNamed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var second = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Plant 2"));
        await registry.RegisterAsync(new("pump-1"));
        await registry.IssueAsync(new("pump-1", AuthorityId: second));
        await registry.ChangeStatusAsync(second, AuthorityStatus.Disabled);
        Assert.Contains(await SweepAsync(registry), finding => finding.Kind.Id == FindingCatalogue.AuthorityDisabled
            && finding.Title == "1 certificate of the disabled authority Plant 2 is active");
    }

    [Fact]
    public async Task TwoCertificates_AreAFinding_OnceTheyHaveSettled()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.ThingAsync("pump-1");
        await registry.IssueAsync(new("pump-1"));
        Assert.Empty(await SweepAsync(registry));
        registry.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(FindingCatalogue.SeveralCredentials, Assert.Single(await SweepAsync(registry)).Kind.Id);
    }

    [Fact]
    public async Task AnApplicationThatMayCommandEverybody_IsNamed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.Get<CreateApplication>().ExecuteAsync(new CreateApplicationRequest("historian", "Data team", "",
            ["fleet/+/+/telemetry/#"], ["fleet/+/+/commands/#"]), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("The application historian may send to every Thing: fleet/+/+/commands/#",
            Assert.Single(await SweepAsync(registry)).Title);
    }

    [Fact]
    public async Task ACertificateOfYearsAgo_IsOld()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync(new("pump-1"));
        await registry.IssueAsync(new("pump-1", ValidityDays: 825));
        registry.Time.Advance(TimeSpan.FromDays(740));
        await registry.ThingAsync("pump-2");
        Assert.Equal(["pump-1"], (await registry.FindingAsync(Assert.Single(await SweepAsync(registry),
            finding => finding.Kind.Id == FindingCatalogue.OldCertificate).Id)).Evidence.Affected!.Examples);
    }

    [Fact]
    public async Task ASecondSweep_WritesNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync(new("pump-1"));
        var before = Assert.Single(await SweepAsync(registry)).Version;
        Assert.Equal(before, Assert.Single(await SweepAsync(registry)).Version);
    }

    private static async Task<IReadOnlyList<FindingRow>> SweepAsync(TestRegistry registry)
    {
        await registry.Get<RegistrySweep>().RunAsync(CancellationToken.None);
        return await registry.FindingsAsync("state:active");
    }
}
