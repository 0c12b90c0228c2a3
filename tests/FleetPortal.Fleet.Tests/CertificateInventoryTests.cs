using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests;

/// <summary>The certificates of Things and of authorities in one list.</summary>
public sealed class CertificateInventoryTests
{
    [Fact]
    public async Task Authorities_StandAmongTheCertificatesOfThings_InTheOrderOfTheirEnd_InEveryWindow()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 300);
        await registry.EnrolAsync("pump-2", days: 10);
        await registry.Get<CreateIssuingAuthority>().ExecuteAsync(new IssuingAuthorityRequest("Pilot", ValidityYears: 1), TestRegistry.Administrator, CancellationToken.None);
        registry.Time.Advance(TimeSpan.FromDays(5));
        await registry.EnrolAsync("pump-3", days: 364);
        var all = await ListAsync(registry, new CertificateQuery());
        Assert.Equal(["pump-2", "pump-1", "Pilot", "pump-3", "FleetPortal Issuing", "FleetPortal Root"], Names(all));
        Assert.Equal((3, 6), (all.Certificates, all.Total));
        for (var skip = 0; skip < 6; skip++)
        {
            for (var take = 0; take <= 6 - skip; take++)
            {
                var window = await registry.Get<CertificateInventory>().ListAsync(new CertificateQuery(), skip, take, TestRegistry.Administrator, CancellationToken.None);
                Assert.Equal(Names(all).Skip(skip).Take(take), Names(window));
            }
        }
    }

    [Fact]
    public async Task Filters_AskAuthoritiesTheSame()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var pump = await registry.EnrolAsync("pump-1", days: 10);
        var pilot = await registry.Get<CreateIssuingAuthority>().ExecuteAsync(new IssuingAuthorityRequest("Pilot"), TestRegistry.Administrator, CancellationToken.None);
        await registry.Get<ChangeAuthorityStatus>().ExecuteAsync(pilot, AuthorityStatus.Disabled, TestRegistry.Administrator, CancellationToken.None);
        var root = (await registry.Get<AuthorityQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None))[0];
        Assert.Equal(["Pilot"], Names(await ListAsync(registry, new CertificateQuery(CredentialFilter.Hold))));
        Assert.Equal(["pump-1"], Names(await ListAsync(registry, new CertificateQuery(CredentialFilter.Expiring))));
        Assert.Equal(["FleetPortal Issuing", "FleetPortal Root"], Names(await ListAsync(registry, new CertificateQuery(Text: "fleetportal"))));
        Assert.Equal(["FleetPortal Root"], Names(await ListAsync(registry, new CertificateQuery(Text: Pki.Text.CertificateId.Of(root.Der).ToString()))));
        Assert.Equal(["FleetPortal Root"], Names(await ListAsync(registry, new CertificateQuery(Text: Pki.Text.SerialNumber.OfCertificate(root.Der).ToString()[..8]))));
        Assert.Equal(["FleetPortal Issuing", "Pilot"], Names(await ListAsync(registry, new CertificateQuery(AuthorityId: root.Id))).Order());
        Assert.Equal(["pump-1"], Names(await ListAsync(registry, new CertificateQuery(AuthorityId: pump.AuthorityId))));
        Assert.Equal(["pump-1"], Names(await ListAsync(registry, new CertificateQuery(ExpiresBefore: registry.Time.GetUtcNow().AddDays(90)))));
        Assert.Empty(Names(await ListAsync(registry, new CertificateQuery(AuthorityId: AuthorityView.Pinned))));

        var counts = await registry.Get<CertificateInventory>().CountAsync(new CertificateQuery(CredentialFilter.Hold), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal([2, 1, 0, 0, 1, 0], CertificateInventory.Counted.Select(status => counts[status]));
    }

    private static Task<InventoryPage> ListAsync(TestRegistry registry, CertificateQuery query) => registry.Get<CertificateInventory>().ListAsync(query, 0, 100, TestRegistry.Administrator, CancellationToken.None);

    // The portal's first authorities have a part of a fingerprint behind their name.
    private static List<string> Names(InventoryPage page) =>
        [.. page.Rows.Select(row => row.Certificate?.ThingName ?? row.Authority!.Name).Select(name => name.StartsWith("FleetPortal ", StringComparison.Ordinal) ? name[..name.LastIndexOf(' ')] : name)];
}
