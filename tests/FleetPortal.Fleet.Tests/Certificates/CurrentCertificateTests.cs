using System.Security.Cryptography;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Things;
using Xunit;

namespace FleetPortal.Fleet.Tests.Certificates;

/// <summary>The chart, the storm and the warnings count one certificate of each Thing: the one that its device uses.</summary>
public sealed class CurrentCertificateTests
{
    [Fact]
    public async Task ACertificate_IsMarkedNeverConnected_UntilADeviceConnectsWithIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        Assert.True((await registry.FindAsync("pump-1"))!.Certificates.Single().NeverConnected);
        await registry.ComeAsync(certificate);
        Assert.False((await registry.FindAsync("pump-1"))!.Certificates.Single().NeverConnected);
    }

    [Fact]
    public async Task ANewCertificate_CountsWhenItsDeviceHasUsedIt_AndTheOldOneIsPaleFromThen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.ComeAsync(await registry.EnrolAsync("pump-1", days: 30));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var second = await registry.IssueAsync("pump-1", key, days: 60);

        // The new certificate is issued but not installed: the one in use still expires in 30 days.
        Assert.Equal((4, 8), await WeeksAsync(registry));
        await registry.ComeAsync(second);
        Assert.Equal((8, 4), await WeeksAsync(registry));
        var counts = await registry.Get<ThingQueries>().CountAsync(TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((1, 2), (counts.ThingsActive, counts.Active + counts.Expiring));
    }

    [Fact]
    public async Task ANewerCertificateThatEndsSooner_CountsAllTheSame_OnceItIsUsed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.ComeAsync(await registry.EnrolAsync("pump-1", days: 60));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.ComeAsync(await registry.IssueAsync("pump-1", key, days: 30));
        Assert.Equal((4, 8), await WeeksAsync(registry));
        Assert.Equal([(90, 1)], (await registry.Get<ExpiryQueries>().WarningsAsync(TestRegistry.Administrator, CancellationToken.None))
            .Select(x => (x.Days, x.Things)));
    }

    [Fact]
    public async Task WhenTheUsedCertificateExpires_AValidOneThatNobodyUsedYet_Counts()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.ComeAsync(await registry.EnrolAsync("pump-1", days: 5));
        await registry.ComeAsync(await registry.EnrolAsync("pump-2", days: 5));
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key, days: 60);
        registry.Time.Advance(TimeSpan.FromDays(6));
        await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
        var things = await registry.Get<ThingQueries>()
            .ListAsync(ThingQuery.Parse("status:expired"), ThingSort.Name, 0, 10, TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(["pump-2"], things.Items.Select(x => x.Name));
    }

    /// <summary>Returns the week in which the counted certificate expires, and the week of the other one.</summary>
    private static async Task<(int Counted, int Other)> WeeksAsync(TestRegistry registry)
    {
        var weeks = await registry.Get<CertificateQueries>().ForecastAsync(20, TestRegistry.Administrator, CancellationToken.None);
        var counted = Assert.Single(weeks.Select((week, i) => (week, i)), x => x.week.Count > 0);
        var other = Assert.Single(weeks.Select((week, i) => (week, i)), x => x.week.Others > 0);
        return (counted.i, other.i);
    }
}
