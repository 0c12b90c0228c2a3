using FleetPortal.Fleet.Detection;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using Xunit;

namespace FleetPortal.Fleet.Tests.Findings;

public sealed class AutomaticContainmentTests
{
    [Fact]
    public async Task IsOff_UnlessItIsSwitchedOn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", await registry.ThingAsync("pump-1"), 100));
        Assert.Equal(FindingState.Open, Assert.Single(await registry.FindingsAsync()).State);
    }

    [Fact]
    public async Task HoldsTheCertificates_UpToTheDailyCap_AndSaysWhyItStops()
    {
        await using var registry = await TestRegistry.CreateAsync(
            containment: new ContainmentPolicy([FindingKinds.SharedCredential], PerDay: 2));
        for (var i = 1; i <= 3; i++)
        {
            await registry.SuspectAsync(Suspicions.Of(registry, $"pump-{i}", await registry.ThingAsync($"pump-{i}")));
        }

        Assert.Equal([FindingState.Contained, FindingState.Contained, FindingState.Open],
            (await registry.FindingsAsync()).OrderBy(finding => finding.Key).Select(finding => finding.State));
        var first = await registry.FindingAsync("F-1");
        Assert.Equal("automatic containment", first.History.Single(entry => entry.Kind == FindingEntries.Contained).Actor);
        Assert.Equal(CertificateStatus.Inactive, (await registry.CertificateAsync(first.Certificates[0]))!.Status);
        Assert.StartsWith("Not contained automatically: 2 containments", (await registry.FindingAsync("F-3")).History[0].Text,
            StringComparison.Ordinal);

        registry.Time.Advance(TimeSpan.FromHours(25));
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-3", (await registry.FindingAsync("F-3")).Certificates[0]));
        Assert.Equal(FindingState.Contained, (await registry.FindingAsync("F-3")).Row.State);
    }

    [Fact]
    public async Task LeavesOtherKindsToPeople()
    {
        await using var registry = await TestRegistry.CreateAsync(
            containment: new ContainmentPolicy([FindingKinds.ImpossibleMove], PerDay: 2));
        await registry.SuspectAsync(Suspicions.Of(registry, "pump-1", await registry.ThingAsync("pump-1"), 100));
        Assert.Equal(FindingState.Open, Assert.Single(await registry.FindingsAsync()).State);
    }
}
