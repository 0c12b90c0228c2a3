using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Tests.Authorities;
using FleetPortal.Fleet.Waves;
using Xunit;

namespace FleetPortal.Fleet.Tests.Expiry;

public sealed class ExpiryTests
{
    private static readonly DeviceOrigin Origin = new("192.0.2.7:1", "TLS 1.3", "EST");

    [Fact]
    public async Task EachWarning_ComesOnce_WhenItsDayComes_AndNotForAThingThatHasALongerCertificate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 100);
        await registry.EnrolAsync("pump-2", days: 100);
        using (var key = ECDsa.Create(ECCurve.NamedCurves.nistP256))
        {
            await registry.IssueAsync("pump-2", key, 300);
        }

        var heard = new ConcurrentQueue<string?>();
        using var listening = registry.Get<FleetEvents>().Subscribe(fleetEvent =>
        {
            if (fleetEvent.Kind == FleetEventKind.ExpiryWarning)
            {
                heard.Enqueue(fleetEvent.ThingName);
            }
        });
        var counts = new List<int>();
        foreach (var day in new[] { 0, 11, 0, 60, 23, 6 })
        {
            registry.Time.Advance(TimeSpan.FromDays(day));
            await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
            counts.Add(heard.Count);
        }

        // After 0, 11, 11, 71, 94 and 100 days: 90 before the end, nothing new, 30 before, 7 before, 1 before.
        Assert.Equal([0, 1, 1, 2, 3, 4], counts);
        Assert.All(heard, name => Assert.Equal("pump-1", name));
    }

    [Fact]
    public async Task AThingThatLosesItsLongerCertificate_IsWarnedOfWhatHoldsForTheShorterOne_Once()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 40);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var longer = await registry.IssueAsync("pump-1", key, 300);
        var heard = new ConcurrentQueue<string?>();
        using var listening = registry.Get<FleetEvents>().Subscribe(fleetEvent =>
        {
            if (fleetEvent.Kind == FleetEventKind.ExpiryWarning)
            {
                heard.Enqueue(fleetEvent.ThingName);
            }
        });

        // The days at which a warning of the shorter one passes: nobody is told, it is not what lets the Thing in.
        foreach (var day in new[] { 0, 11, 3 })
        {
            registry.Time.Advance(TimeSpan.FromDays(day));
            await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
        }

        Assert.Empty(heard);
        await registry.RevokeAsync(longer.Id, RevocationReason.Superseded);
        await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
        await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
        Assert.Equal(["pump-1"], heard);

        // The next warning comes in its time, as for everybody.
        registry.Time.Advance(TimeSpan.FromDays(20));
        await registry.Get<ExpiryWarnings>().StepAsync(CancellationToken.None);
        Assert.Equal(["pump-1", "pump-1"], heard);
    }

    [Fact]
    public async Task WarningsNow_CountEachThingOnce_UnderTheTightest_AndNameAuthorities()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 5);
        await registry.EnrolAsync("pump-2", days: 25);
        await registry.EnrolAsync("pump-3", days: 300);
        await registry.CreateAuthorityAsync(new IssuingAuthorityRequest("Short CA", ValidityYears: 1));
        var warnings = await registry.Get<ExpiryQueries>().WarningsAsync(TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal([(7, 1), (30, 1)], warnings.Select(warning => (warning.Days, warning.Things)));
        registry.Time.Advance(TimeSpan.FromDays(300));
        var later = await registry.Get<ExpiryQueries>().WarningsAsync(TestRegistry.Administrator, CancellationToken.None);
        Assert.Contains("Short CA", later.Single(warning => warning.Days == 90).Authorities);
    }

    [Fact]
    public void AStorm_IsAWeekFarAboveTheOthers_AndAnEvenYearHasNone()
    {
        var start = new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);
        IReadOnlyList<ExpiryWeek> even = [.. Enumerable.Range(0, 52).Select(i => new ExpiryWeek(start.AddDays(7 * i), 100))];
        Assert.Null(RenewalStorm.Find(even));
        Assert.Null(RenewalStorm.Find([.. even.Select((week, i) => week with { Count = i == 20 ? 49 : 0 })]));
        var storm = RenewalStorm.Find([.. even.Select((week, i) => week with { Count = i == 20 ? 5200 : 20 })])!;
        Assert.Equal((start.AddDays(140), 5200), (storm.From, storm.Count));
        Assert.InRange(storm.SpreadWeeks, 4, 26);
    }

    [Fact]
    public async Task AWaveThatSpreads_GivesEachNewCertificateAnEndOfItsOwn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = new List<CertificateView>();
        for (var i = 0; i < 12; i++)
        {
            old.Add(await registry.EnrolAsync($"pump-{i}"));
            await registry.NoteAsync($"pump-{i}", connected: true);
        }

        await registry.StartWaveAsync(new StartWaveRequest(new WaveSelection("pump"), SpreadDays: 182));
        await registry.Get<WaveRunner>().StepAsync(CancellationToken.None);
        var ends = new List<DateTimeOffset>();
        foreach (var certificate in old)
        {
            ends.Add((await RenewAsync(registry, certificate)).NotAfter);
        }

        Assert.True(ends.Distinct().Count() > 3, "All end at the same time.");
        Assert.All(ends, end => Assert.InRange(end, registry.Time.GetUtcNow().AddDays(365 - 183), registry.Time.GetUtcNow().AddDays(366)));
    }

    [Theory]
    [InlineData(0, 1, false)]
    [InlineData(30, 29, true)]
    [InlineData(30, 31, false)]
    public async Task AnExpiredCertificate_RenewsItself_OnlyWhereAndAsLongAsTheProfileSays_AndLetsNobodyIn(
        int allowed, int daysAfter, bool renews)
    {
        await using var registry = await TestRegistry.CreateAsync(ExpiryPolicy.Default with { RenewExpiredDays = allowed });
        var certificate = await registry.EnrolAsync("pump-1", days: 10);
        registry.Time.Advance(TimeSpan.FromDays(10 + daysAfter));
        Assert.Equal("certificate-expired", AuthorityTests.Decide(registry, certificate.Der, "pump-1").Code);
        if (renews)
        {
            var renewed = await RenewAsync(registry, certificate);
            Assert.True(AuthorityTests.Decide(registry, renewed.Der, "pump-1").Allowed);
        }
        else
        {
            Assert.Equal("certificate-expired", (await Assert.ThrowsAsync<FleetError>(() => RenewAsync(registry, certificate))).Code);
        }

        // On hold it renews nothing, whatever the profile says of its end.
        await registry.HoldAsync(certificate.Id);
        await Assert.ThrowsAsync<FleetError>(() => RenewAsync(registry, certificate));
    }

    private static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView certificate)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var shown = X509CertificateLoader.LoadCertificate(certificate.Der);
        var presented = new PresentedCertificate(shown, registry.Get<AuthorityVault>().Anchors.Verify(shown));
        var request = new CertificateRequest($"CN={certificate.ThingName}", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return (await registry.Get<RenewCertificate>().ExecuteAsync(presented, request, false, Origin, CancellationToken.None)).Certificate;
    }
}
