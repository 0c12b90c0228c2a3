using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.ExternalAuthorities;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FleetPortal.Fleet.Tests.Compliance;

/// <summary>What each control counts in a small registry: who complies, who does not, why and since when.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task EmptyRegistry_HasNothingToMeasureOfThings_AndStillCountsWhatIsNotBuilt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var scorecard = await ReadAsync(registry);
        Assert.All(["1.1-a", "1.1-c", "1.1-d", "1.1.1-a", "1.1.1-d", "1.1.1-f", "1.1.4-a"], id =>
            Assert.Equal(ControlState.NothingToMeasure, Control(scorecard, id).Measurement.State));
        Assert.Equal(
            ["1.1.2-c", "1.1.2-d", "1.1.2-e", "1.1.3-a", "1.1.3-b", "1.1.3-c"],
            scorecard.Controls.Where(x => x.Measurement.State == ControlState.NotCovered).Select(x => x.Description.Id));
        Assert.Equal(0, scorecard.Recommendations.Single(x => x.Recommendation.Id == "1.1.3").Score);
    }

    [Fact]
    public async Task ThingWithoutType_BreaksRouting_AndHasNoMetadata_UntilItHasAGroup()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await registry.RegisterAsync("bare-1", type: null);
        await registry.RegisterAsync(new RegisterThingRequest("grouped-1", Groups: ["plant-2"]));
        await registry.RegisterAsync(
            new RegisterThingRequest("noted-1", Attributes: new Dictionary<string, string> { ["site"] = "north" }));
        var scorecard = await ReadAsync(registry);
        AssertOffends(Control(scorecard, "1.1.4-d"), 4, ["bare-1", "grouped-1", "noted-1"], "has no type", registry.Time.GetUtcNow());
        AssertOffends(Control(scorecard, "1.1-b"), 4, ["bare-1"], "has no type, no attribute and no group", registry.Time.GetUtcNow());
    }

    [Fact]
    public async Task ThingWithoutCertificate_OffendsSinceItsRegistration_OrSinceTheRevocation()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var registered = registry.Time.GetUtcNow();
        await registry.RegisterAsync("bare-1");
        await registry.EnrolAsync("pump-1");
        var lost = await registry.EnrolAsync("pump-2");
        registry.Time.Advance(TimeSpan.FromHours(3));
        await registry.RevokeAsync(lost.Id, RevocationReason.KeyCompromise);
        var control = Control(await ReadAsync(registry), "1.1.1-b");
        Assert.Equal(
            (3, 1, ControlState.PartlyMet), (control.Measurement.Applicable, control.Measurement.Compliant, control.Measurement.State));
        Assert.Equal(
            [new Offender("bare-1", true, "never had a certificate", registered),
                new Offender("pump-2", true, "its last certificate was revoked", registry.Time.GetUtcNow())],
            control.Measurement.Offenders);
        Assert.Equal("things?q=status:none", control.Measurement.OffendersAddress);
    }

    [Fact]
    public async Task CertificateOnHold_IsIntended_AndAnExpiredOneIsNot()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var held = await registry.EnrolAsync("held-1");
        var expired = await registry.EnrolAsync("old-1", days: 10);
        await registry.HoldAsync(held.Id);
        registry.Time.Advance(TimeSpan.FromDays(11));
        var scorecard = await ReadAsync(registry);
        AssertOffends(Control(scorecard, "1.1-d"), 2, ["old-1"], "its certificate has expired", expired.NotAfter);
        AssertOffends(Control(scorecard, "1.1.1-d"), 2, ["old-1"], "its certificate has expired", expired.NotAfter);
        AssertOffends(
            Control(scorecard, "1.1.1-f"), 1, ["old-1"], "had no newer certificate when this one ended", expired.NotAfter);
    }

    [Fact]
    public async Task ThingThatMayNotConnect_IsNotCounted()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("bare-1");
        await registry.UpdateAsync(new UpdateThingRequest("bare-1", "pump", [], new Dictionary<string, string>(), false, null));
        await registry.RegisterAsync("gone-1");
        await registry.RetireAsync("gone-1", forget: false);
        var scorecard = await ReadAsync(registry);
        Assert.Equal(ControlState.NothingToMeasure, Control(scorecard, "1.1-d").Measurement.State);
        Assert.Equal(1, Control(scorecard, "1.1-c").Measurement.Applicable);
    }

    [Fact]
    public async Task ExpiringCertificate_Complies_WhenARotationIsOpen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 20);
        await registry.EnrolAsync("pump-2", days: 20);
        await registry.EnrolAsync("pump-3", days: 200);
        Assert.Equal(0, Control(await ReadAsync(registry), "1.1.1-e").Measurement.Compliant);
        await registry.StartRotationAsync("pump-1", null);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        var control = Control(await ReadAsync(registry), "1.1.1-e");
        Assert.Equal((2, 1), (control.Measurement.Applicable, control.Measurement.Compliant));
        Assert.Equal("pump-2", Assert.Single(control.Measurement.Offenders).Name);
    }

    [Fact]
    public async Task CertificateThatWasReplacedBeforeItsEnd_WasRenewedInTime()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1", days: 10);
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        await registry.IssueAsync("pump-1", key, days: 300);
        registry.Time.Advance(TimeSpan.FromDays(11));
        var control = Control(await ReadAsync(registry), "1.1.1-f");
        Assert.Equal((1, 1, ControlState.Met), (control.Measurement.Applicable, control.Measurement.Compliant, control.Measurement.State));
        registry.Time.Advance(TimeSpan.FromDays(91));
        Assert.Equal(ControlState.NothingToMeasure, Control(await ReadAsync(registry), "1.1.1-f").Measurement.State);
    }

    [Fact]
    public async Task UniqueIndexes_AreTheEvidence_AndATwinIsFoundWithoutThem()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var scorecard = await ReadAsync(registry);
        Assert.Equal(true, Control(scorecard, "1.1-c").Measurement.Facts["uniqueIndexOnName"]);
        Assert.All(["1.1-c", "1.1-e", "1.1-f"], id => Assert.Equal(ControlState.Met, Control(scorecard, id).Measurement.State));

        await RunAsync(registry, "DROP INDEX IX_Things_Name; DROP INDEX IX_Certificates_Id;");
        await RunAsync(registry, """
            INSERT INTO Things (Name, Type, Enabled, Attributes, CreatedAt, Version, Connected, Kind)
            VALUES ('PUMP-1', 'pump', 1, '{{}}', 0, 1, 0, 0)
            """);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        scorecard = await ReadAsync(registry);
        Assert.Equal(["PUMP-1", "pump-1"],
            Control(scorecard, "1.1-c").Measurement.Offenders.Select(x => x.Name).Order(StringComparer.Ordinal));
        Assert.Equal(ControlState.NotMet, Control(scorecard, "1.1-e").Measurement.State);
    }

    [Fact]
    public async Task NameThatIsNoTopicLevel_IsFound()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        await RunAsync(registry, """UPDATE Things SET Name = 'pump/+' WHERE Name = 'pump-1'""");
        AssertOffends(Control(await ReadAsync(registry), "1.1.4-a"),
            1, ["pump/+"], "its name cannot be one level of a topic", registry.Time.GetUtcNow());
    }

    [Fact]
    public async Task LiveConnections_AreCountedByTls_AndByCertificate()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (first, second) = (await registry.EnrolAsync("pump-1"), await registry.EnrolAsync("pump-2"));
        Connect(registry, "pump-1", first.Id, "TLS 1.3, TLS_AES_256_GCM_SHA384");
        Connect(registry, "pump-2", first.Id, "TLS 1.2, ECDHE");
        Connect(registry, "pump-3", null, "TLS 1.1, RC4");
        var scorecard = await ReadAsync(registry);
        AssertOffends(Control(scorecard, "1.1-a"), 3, ["pump-3"], "connected without a client certificate", registry.Time.GetUtcNow());
        AssertOffends(Control(scorecard, "1.1.1-a"), 3, ["pump-3"], "is connected without TLS 1.2 or 1.3", registry.Time.GetUtcNow());
        var facts = Control(scorecard, "1.1.1-a").Measurement.Facts;
        Assert.Equal((1, 1), (facts["tls12"], facts["tls13"]));
        var shared = Control(scorecard, "1.1-e").Measurement;
        Assert.Equal((2, 1), (shared.Applicable, shared.Compliant));
        Assert.Equal(["pump-1", "pump-2"], shared.Offenders.Select(x => x.Name));
    }

    [Fact]
    public async Task WrongClientIdentifier_OffendsForADay()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        Connect(registry, "pump-2", null, "TLS 1.3");
        registry.Get<AttemptRecorder>().Record(
            new ConnectAttempt { ClientId = "<b>evil</b>", RemoteAddress = "203.0.113.9:1", Protocol = "MQTT 5" },
            new Decision(false, RefusalCodes.ClientIdentifierMismatch,
                [new CheckResult("Check", CheckOutcome.Failed, "compared", "client-identifier-mismatch")], null, certificate.Id, null)
            { ThingName = "pump-1" }, TimeSpan.Zero);
        await registry.Get<AttemptRecorder>().FlushAsync(CancellationToken.None);
        AssertOffends(Control(await ReadAsync(registry), "1.1.4-c"), 2, ["pump-1"],
            "was refused: its client identifier is not its ThingName", registry.Time.GetUtcNow());
        registry.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        Assert.Equal(ControlState.Met, Control(await ReadAsync(registry), "1.1.4-c").Measurement.State);
    }

    [Fact]
    public async Task RefusedTopic_BreaksTheConvention()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var activity = registry.Get<TopicActivity>();
        activity.Published("pump-1", "fleet/pump/pump-1/telemetry/flow", "{}"u8, retained: false);
        activity.Published("pump-2", "fleet/pump/pump-2/telemetry/flow", "{}"u8, retained: false);
        activity.Refused("pump-2", "fleet/pump/pump-1/commands/open");
        activity.Refused("pump-2", "fleet/pump/pump-1/commands/open");
        var control = Control(await ReadAsync(registry), "1.1.4-b");
        AssertOffends(control, 2, ["pump-2"], "was refused 2 times on topics that are not its own", since: null);
        Assert.Equal(2L, control.Measurement.Facts["refusals"]);
    }

    [Fact]
    public async Task LateCrl_IsNamed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.RevokeAsync(certificate.Id, RevocationReason.Superseded);
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        var control = Control(await ReadAsync(registry), "1.1.1-c");
        Assert.Equal(ControlState.Met, control.Measurement.State);
        registry.Time.Advance(TimeSpan.FromHours(30));
        control = Control(await ReadAsync(registry), "1.1.1-c");
        Assert.Equal(ControlState.NotMet, control.Measurement.State);
        Assert.All(control.Measurement.Offenders, x => Assert.Equal(("its validity has ended", false), (x.Reason, x.IsThing)));
    }

    [Fact]
    public async Task ExternalAuthority_OffendsUntilItIsProven()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var ca = new ExternalCa(registry.Time.GetUtcNow());
        Assert.Equal(ControlState.NothingToMeasure, Control(await ReadAsync(registry), "1.1.2-b").Measurement.State);
        var id = await registry.RegisterAuthorityAsync(new AuthorityRegistration(null, ca.Pem));
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        AssertOffends(Control(await ReadAsync(registry), "1.1.2-b"), 1, [id],
            "its owner has not proven possession of the key", registry.Time.GetUtcNow().AddMinutes(-1));
        await registry.Get<ProveAuthority>().ExecuteAsync(id, ca.Prove((await registry.AuthorityAsync(id))!.ProofCode!),
            TestRegistry.Administrator, CancellationToken.None);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(ControlState.Met, Control(await ReadAsync(registry), "1.1.2-b").Measurement.State);
    }

    [Fact]
    public async Task MoreThanAHundredOffenders_AreCounted_AndTheFirstHundredAreNamed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        for (var i = 0; i < 105; i++)
        {
            await registry.RegisterAsync($"bare-{i:000}", type: null);
        }

        var scorecard = await ReadAsync(registry);
        Assert.All(["1.1-b", "1.1-d", "1.1.1-b", "1.1.4-d"], id =>
        {
            var measurement = Control(scorecard, id).Measurement;
            Assert.Equal((105, 0, 100), (measurement.Applicable, measurement.Compliant, measurement.Offenders.Count));
        });
    }

    internal static Task<Scorecard> ReadAsync(TestRegistry registry) =>
        registry.Get<ComplianceQueries>().ReadAsync(TestRegistry.Administrator, TestContext.Current.CancellationToken);

    internal static ControlResult Control(Scorecard scorecard, string id) => scorecard.Controls.Single(x => x.Description.Id == id);

    internal static async Task RunAsync(TestRegistry registry, string sql)
    {
        await using var db = registry.Get<Registry>().Read();
        await db.Database.ExecuteSqlRawAsync(sql);
    }

    private static void AssertOffends(ControlResult control, long applicable, string[] names, string reason, DateTimeOffset? since)
    {
        Assert.Equal((applicable, applicable - names.Length), (control.Measurement.Applicable, control.Measurement.Compliant));
        Assert.Equal(names, control.Measurement.Offenders.Select(x => x.Name));
        Assert.All(control.Measurement.Offenders, x => Assert.Equal((reason, since), (x.Reason, x.Since)));
    }

    private static void Connect(TestRegistry registry, string thing, CertificateId? certificate, string tls)
    {
        var live = new LiveConnection($"c-{thing}", thing, certificate, registry.Time.GetUtcNow(), _ => Task.CompletedTask) { Tls = tls };
        registry.Get<LiveConnections>().Enter(live);
        live.Open(new ThingTopicPolicy(thing, "pump"), 12, TimeSpan.Zero);
        registry.Get<LiveConnections>().Opened(live);
    }
}
