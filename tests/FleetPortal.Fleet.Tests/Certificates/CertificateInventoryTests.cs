using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests.Certificates;

/// <summary>The inventory lists the certificates of Things and of authorities together.</summary>
public sealed class CertificateInventoryTests
{
    [Fact]
    public async Task Authorities_StandAmongTheCertificatesOfThings_InTheOrderOfTheirEnd_InEveryWindow()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 300);
        await registry.EnrolAsync("pump-2", days: 10);
        await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Pilot", ValidityYears: 1));
        registry.Time.Advance(TimeSpan.FromDays(5));
        await registry.EnrolAsync("pump-3", days: 364);
        var inventory = registry.Get<CertificateInventory>();
        var layout = await inventory.PlanAsync(new CertificateQuery(), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((3, 6), (layout.Certificates, layout.Total));
        string[] all = ["pump-2", "pump-1", "Pilot", "pump-3", "FleetPortal Issuing", "FleetPortal Root"];
        for (var skip = 0; skip < 6; skip++)
        {
            for (var take = 0; take <= 6 - skip; take++)
            {
                Assert.Equal(all.Skip(skip).Take(take),
                    Names(await inventory.ReadAsync(layout, skip, take, TestRegistry.Administrator, CancellationToken.None)));
            }
        }
    }

    [Theory]
    [InlineData(InventorySort.Expires)]
    [InlineData(InventorySort.Issued)]
    [InlineData(InventorySort.SerialNumber)]
    public async Task EveryOrder_HoldsInEveryWindow_AndTurnedRound(InventorySort by)
    {
        await using var registry = await TestRegistry.CreateAsync();
        foreach (var days in new[] { 300, 10, 200, 10, 50 })
        {
            registry.Time.Advance(TimeSpan.FromMinutes(1));
            await registry.EnrolAsync($"pump-{Guid.NewGuid():N}", days: days);
        }

        var inventory = registry.Get<CertificateInventory>();
        var upwards = await ReadAsync(new InventoryOrder(by));
        Assert.Equal(7, upwards.Count);
        Assert.Equal(upwards.Reverse(), await ReadAsync(new InventoryOrder(by, Descending: true)));
        foreach (var order in new[] { new InventoryOrder(by), new InventoryOrder(by, Descending: true) })
        {
            var layout = await inventory.PlanAsync(new CertificateQuery(), order, TestRegistry.Administrator, CancellationToken.None);
            var all = order.Descending ? upwards.Reverse().ToList() : upwards;
            for (var skip = 0; skip < 7; skip++)
            {
                for (var take = 0; take <= 7 - skip; take++)
                {
                    Assert.Equal(all.Skip(skip).Take(take),
                        Names(await inventory.ReadAsync(layout, skip, take, TestRegistry.Administrator, CancellationToken.None)));
                }
            }
        }

        async Task<IReadOnlyList<string>> ReadAsync(InventoryOrder order)
        {
            var layout = await inventory.PlanAsync(new CertificateQuery(), order, TestRegistry.Administrator, CancellationToken.None);
            var rows = await inventory.ReadAsync(layout, 0, 100, TestRegistry.Administrator, CancellationToken.None);
            string[] keys = by == InventorySort.SerialNumber ? [.. rows.Select(row => row.Certificate?.SerialNumber
                ?? Pki.Text.SerialNumber.OfCertificate(row.Authority!.Der).ToString())] : [];
            Assert.Equal(order.Descending ? keys.OrderDescending(StringComparer.Ordinal) : keys.Order(StringComparer.Ordinal), keys);
            return [.. Names(rows)];
        }
    }

    [Fact]
    public async Task Filters_AskAuthoritiesTheSame()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var pump = await registry.EnrolAsync("pump-1", days: 10);
        var pilot = await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Pilot"));
        await registry.ChangeStatusAsync(pilot, AuthorityStatus.Disabled);
        var root = (await registry.Get<AuthorityQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None))[0];
        Assert.Equal(["Pilot"], Names(await ListAsync(registry, new CertificateQuery(CredentialFilter.Hold))));
        Assert.Equal(["pump-1"], Names(await ListAsync(registry, new CertificateQuery(CredentialFilter.Expiring))));
        Assert.Equal(["FleetPortal Issuing", "FleetPortal Root"],
            Names(await ListAsync(registry, new CertificateQuery(Text: "fleetportal"))));
        Assert.Equal(["FleetPortal Root"],
            Names(await ListAsync(registry, new CertificateQuery(Text: Pki.Text.CertificateId.Of(root.Der).ToString()))));
        Assert.Equal(["FleetPortal Root"],
            Names(await ListAsync(registry, new CertificateQuery(Text: Pki.Text.SerialNumber.OfCertificate(root.Der).ToString()[..8]))));
        Assert.Equal(["FleetPortal Issuing", "Pilot"],
            Names(await ListAsync(registry, new CertificateQuery(AuthorityId: root.Id))).Order());
        Assert.Equal(["pump-1"], Names(await ListAsync(registry, new CertificateQuery(AuthorityId: pump.AuthorityId))));
        Assert.Equal(["pump-1"],
            Names(await ListAsync(registry, new CertificateQuery(ExpiresBefore: registry.Time.GetUtcNow().AddDays(90)))));
        Assert.Empty(Names(await ListAsync(registry, new CertificateQuery(AuthorityId: AuthorityView.Pinned))));

        // The serial number as OpenSSL prints it.
        var serial = string.Join(':',
            Pki.Text.SerialNumber.OfCertificate(root.Der).ToString().ToUpperInvariant().Chunk(2).Select(octet => new string(octet)));
        Assert.Equal(["FleetPortal Root"], Names(await ListAsync(registry, new CertificateQuery(Text: serial))));
    }

    [Fact]
    public async Task EachStatus_IsCounted_AsTheListWouldShowIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("soon", days: 10);
        await registry.EnrolAsync("active", days: 300);
        await registry.HoldAsync((await registry.EnrolAsync("held", days: 300)).Id);
        await registry.HoldAsync((await registry.EnrolAsync("held-and-over", days: 1)).Id);
        await registry.RevokeAsync((await registry.EnrolAsync("revoked", days: 1)).Id, RevocationReason.Superseded);
        await registry.EnrolAsync("over", days: 1);
        registry.Time.Advance(TimeSpan.FromDays(2));
        var counts = await registry.Get<CertificateInventory>().CountAsync(TestRegistry.Administrator, CancellationToken.None);
        foreach (var (status, count) in counts)
        {
            Assert.Equal((status, (await ListAsync(registry, new CertificateQuery(status))).Count), (status, count));
        }

        Assert.Equal([3, 1, 2, 0, 2, 1], new[] { CredentialFilter.Active, CredentialFilter.Expiring, CredentialFilter.Expired,
            CredentialFilter.Pending, CredentialFilter.Hold, CredentialFilter.Revoked }.Select(status => counts[status]));
    }

    private static async Task<IReadOnlyList<InventoryRow>> ListAsync(TestRegistry registry, CertificateQuery query)
    {
        var inventory = registry.Get<CertificateInventory>();
        return await inventory.ReadAsync(await inventory.PlanAsync(query, TestRegistry.Administrator, CancellationToken.None),
            0, 100, TestRegistry.Administrator, CancellationToken.None);
    }

    // The names of the portal's first authorities end with a random suffix.
    private static List<string> Names(IEnumerable<InventoryRow> rows) =>
        [.. rows.Select(row => row.Certificate?.ThingName ?? row.Authority!.Name)
            .Select(name => name.StartsWith("FleetPortal ", StringComparison.Ordinal) ? name[..name.LastIndexOf(' ')] : name)];
}
