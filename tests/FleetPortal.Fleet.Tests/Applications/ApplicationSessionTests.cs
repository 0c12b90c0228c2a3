using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Tests.Topics;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using Xunit;

namespace FleetPortal.Fleet.Tests.Applications;

public sealed class ApplicationSessionTests
{
    private static readonly string[] Telemetry = ["fleet/+/+/telemetry/#"];

    [Theory]
    [InlineData("historian", "allowed")]
    [InlineData("historian.1", "allowed")]
    [InlineData("historian.", "client-identifier-mismatch")]
    [InlineData("historian.a.b", "client-identifier-mismatch")]
    [InlineData("historian-1", "client-identifier-mismatch")]
    [InlineData("historians", "client-identifier-mismatch")]
    [InlineData("Historian", "client-identifier-mismatch")]
    [InlineData("pump-1", "client-identifier-mismatch")]
    [InlineData("", "client-identifier-mismatch")]
    public async Task AnApplication_ConnectsWithItsName_OrAnInstanceOfIt(string clientId, string code)
    {
        await using var registry = await TestRegistry.CreateAsync();
        var decision = Decide(registry, await StartAsync(registry), clientId);
        Assert.Equal(code, decision.Code);
        Assert.Equal((null, "historian"), (decision.ThingName, decision.ApplicationName));
        Assert.Equal(code == "allowed" ? PrincipalKind.Application : null, decision.Policy?.Kind);
    }

    [Fact]
    public async Task AThing_HasNoInstances()
    {
        await using var registry = await TestRegistry.CreateAsync();
        Assert.Equal("client-identifier-mismatch", Decide(registry, await registry.EnrolAsync("pump-1"), "pump-1.1").Code);
    }

    [Fact]
    public async Task ADisabledOne_AndACertificateOnHold_AreRefused_WithTheApplicationInTheWords()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Enabled: false));
        Assert.Equal("application-disabled", Decide(registry, certificate, "historian").Code);
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Enabled: true));
        await registry.HoldAsync(certificate.Id);
        Assert.Equal("status-not-active", Decide(registry, certificate, "historian").Code);
        await registry.ReleaseAsync(certificate.Id);
        Assert.Equal("allowed", Decide(registry, certificate, "historian").Code);
    }

    [Fact]
    public async Task AWill_FollowsTheRightsToPublish()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        Assert.Equal("will-topic-refused", Decide(registry, certificate, "historian", "apps/historian/state").Code);
        await UpdateAsync(registry, new UpdateApplicationRequest("historian", Publishes: ["apps/historian/#"]));
        Assert.Equal("allowed", Decide(registry, certificate, "historian", "apps/historian/state").Code);
    }

    [Fact]
    public async Task MoreConnectionsThanAllowed_AreRefused_ButATakeoverCountsNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry, maxConnections: 2);
        Connect(registry, certificate, "historian.1");
        Connect(registry, certificate, "historian.2");
        Assert.Equal("application-connections", Decide(registry, certificate, "historian.3").Code);
        Assert.Equal("allowed", Decide(registry, certificate, "historian.2").Code);
        Assert.True((await RenewAsync(registry, certificate)).Id != certificate.Id);
    }

    [Fact]
    public async Task AnInstance_CountsFromItsDecisionOn_BeforeItIsOpen()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry, maxConnections: 1);
        var connections = registry.Get<LiveConnections>();
        var first = new LiveConnection("first", "historian.1", certificate.Id, registry.Time.GetUtcNow(), _ => Task.CompletedTask);
        connections.Enter(first);
        connections.Admit(first, "historian");
        Assert.Empty(connections.OfApplication("historian"));
        Assert.Equal("application-connections", Decide(registry, certificate, "historian.2").Code);
        Assert.Equal("allowed", Decide(registry, certificate, "historian.1").Code);
        connections.Leave(first);
        Assert.Equal("allowed", Decide(registry, certificate, "historian.2").Code);
    }

    [Fact]
    public async Task ARightThatChanges_ClosesEveryConnection_AndANoteClosesNone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        Connect(registry, certificate, "historian");
        Connect(registry, certificate, "historian.2");
        Assert.Equal(2, registry.Get<LiveConnections>().OfApplication("historian").Count);
        Assert.Equal(0, await UpdateAsync(registry, new UpdateApplicationRequest("historian", Note: "x", Hears: Telemetry)));
        Assert.Equal(2, await UpdateAsync(registry, new UpdateApplicationRequest("historian", Hears: ["fleet/+/+/state/#"])));
        Assert.Empty(registry.Get<LiveConnections>().OfApplication("historian"));
        Assert.False(registry.Get<LiveConnections>().IsConnected("historian"));
    }

    [Theory]
    [InlineData("fleet/+/+/telemetry/#,fleet/+/+/state/#", SessionEndReason.AdministrativeAction)]
    [InlineData("fleet/+/+/state/#", SessionEndReason.RightsWithdrawn)]
    [InlineData("", SessionEndReason.RightsWithdrawn)]
    public async Task OnlyARightThatIsLost_EndsTheSessions_NotOneThatIsGained(string hears, SessionEndReason reason)
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        Connect(registry, certificate, "historian");
        var live = registry.Get<LiveConnections>().OfClient("historian")!;
        Assert.Equal(1, await UpdateAsync(registry,
            new UpdateApplicationRequest("historian", Hears: hears.Split(',', StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal(reason, live.ClosingReason);
    }

    [Fact]
    public async Task ARevokedCertificate_ThrowsOutEveryInstance()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        Connect(registry, certificate, "historian.1");
        Connect(registry, certificate, "historian.2");
        Assert.Equal(2, (await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise)).SessionsClosed);
        Assert.Equal("status-not-active", Decide(registry, certificate, "historian").Code);
    }

    [Fact]
    public async Task ARenewal_GivesTheApplicationAnotherCertificate_AndRetiresTheOldOneOnceTheNewIsUsed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var old = await StartAsync(registry);
        var renewed = await RenewAsync(registry, old);
        Assert.Equal((PrincipalKind.Application, "historian"), (renewed.OwnerKind, renewed.ThingName));
        await registry.Get<RotationProof>().NoteConnectedAsync("historian", renewed.Id);
        registry.Time.Advance(TimeSpan.FromHours(2));
        await registry.Get<CommitRotations>().CommitDueAsync(CancellationToken.None);
        Assert.Equal(CertificateStatus.Revoked, (await registry.CertificateAsync(old.Id))!.Status);
        Assert.Equal(CertificateStatus.Active, (await registry.CertificateAsync(renewed.Id))!.Status);
    }

    [Fact]
    public async Task TheGroupOfARight_FollowsTheThings_AsTheyAreCommitted()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync(new RegisterThingRequest("pump-1", "pump", ["plant-2"]));
        var certificate = await StartAsync(registry, hears: ["fleet/+/{group:plant-2}/telemetry/#"]);
        var policy = Decide(registry, certificate, "historian").Policy!;
        Assert.True(policy.MayHear("fleet/pump/pump-1/telemetry"));
        Assert.False(policy.MayHear("fleet/pump/pump-2/telemetry"));
        await registry.RegisterAsync(new RegisterThingRequest("pump-2", "pump", ["plant-1", "plant-2"]));
        Assert.True(policy.MayHear("fleet/pump/pump-2/telemetry"));
        await registry.UpdateAsync(new UpdateThingRequest("pump-1", Groups: ["plant-1"]));
        Assert.False(policy.MayHear("fleet/pump/pump-1/telemetry"));
        await registry.RetireAsync("pump-2", forget: true);
        Assert.False(policy.MayHear("fleet/pump/pump-2/telemetry"));
    }

    [Fact]
    public async Task TheBlastRadius_NamesTheApplication_AndCountsItsSessions()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        Connect(registry, certificate, "historian.1");
        var radius = await registry.Get<BlastRadiusQuery>().OfAsync(
            new CertificateSelection([certificate.Id], null), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal((1, 1), (radius.Sessions, radius.WithoutCredential));
        Assert.Equal(["historian"], radius.WithoutCredentialExamples);
    }

    [Fact]
    public async Task WhoHearsWhat_NamesThoseThatSubscribe_ThoseThatMay_AndNobody()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await StartAsync(registry);
        Connect(registry, certificate, "historian.1");
        Assert.True(TopicFilter.TryParse("$share/g/fleet/pump/+/telemetry/#", out var filter));
        registry.Get<TopicFilterTrie>().Add(filter!, new Subscriber("historian.1"));
        foreach (var name in (string[])["alarms", "archive"])
        {
            await registry.Get<CreateApplication>().ExecuteAsync(
                new CreateApplicationRequest(name, Hears: Telemetry), TestRegistry.Administrator, CancellationToken.None);
        }

        // A session of an application that is not connected, and one of a Thing.
        registry.Get<TopicFilterTrie>().Add(filter!, new Subscriber("archive.1"));
        registry.Get<TopicFilterTrie>().Add(filter!, new Subscriber("pump-1"));
        var activity = registry.Get<TopicActivity>();
        activity.Published("pump-1", "fleet/pump/pump-1/telemetry/x", "1"u8, false);
        activity.Published("pump-1", "fleet/pump/pump-1/state", "1"u8, false);
        var heard = await registry.Get<ListenerQueries>().ListAsync(TestRegistry.Administrator, CancellationToken.None);
        var telemetry = heard.Single(one => one.Channel == "telemetry");
        Assert.Equal(("pump", "fleet/pump/+/telemetry/#"), (telemetry.ThingType, telemetry.Filter));
        Assert.Equal(["historian"], telemetry.HeardBy);
        Assert.Equal(["archive"], telemetry.Away);
        Assert.Equal(["alarms"], telemetry.MayHear);
        var state = heard.Single(one => one.Channel == "state");
        Assert.Empty(state.HeardBy.Concat(state.MayHear));
    }

    private static async Task<CertificateView> StartAsync(TestRegistry registry, string[]? hears = null, int? maxConnections = null)
    {
        await registry.Get<CreateApplication>().ExecuteAsync(new CreateApplicationRequest("historian",
            Hears: hears ?? Telemetry, MaxConnections: maxConnections), TestRegistry.Administrator, CancellationToken.None);
        return (await registry.IssueAsync(new IssueCertificateRequest("historian", Owner: PrincipalKind.Application))).Certificate;
    }

    private static Task<int> UpdateAsync(TestRegistry registry, UpdateApplicationRequest request) =>
        registry.Get<UpdateApplication>().ExecuteAsync(request, TestRegistry.Administrator, CancellationToken.None);

    private static void Connect(TestRegistry registry, CertificateView certificate, string clientId)
    {
        var connections = registry.Get<LiveConnections>();
        LiveConnection live = null!;
        live = new LiveConnection($"c-{clientId}", clientId, certificate.Id, registry.Time.GetUtcNow(), _ =>
        {
            connections.Leave(live);
            return Task.CompletedTask;
        });
        connections.Enter(live);
        live.Open(Decide(registry, certificate, clientId, dryRun: true).Policy!, 12, TimeSpan.Zero);
        connections.Opened(live);
    }

    private static Decision Decide(
        TestRegistry registry, CertificateView certificate, string clientId, string? will = null, bool dryRun = false)
    {
        using var read = X509CertificateLoader.LoadCertificate(certificate.Der);
        return registry.Get<IdentityDecider>().Decide(new ConnectAttempt
        {
            ClientId = clientId,
            RemoteAddress = "192.0.2.1:50000",
            Protocol = "MQTT 5",
            Tls = "TLS 1.3, TLS_AES_256_GCM_SHA384",
            Certificate = Shown(registry, read),
            WillTopic = will,
            IsDryRun = dryRun,
        });
    }

    private static async Task<CertificateView> RenewAsync(TestRegistry registry, CertificateView with)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(with.Der);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=historian", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        return (await registry.Get<RenewCertificate>().ExecuteAsync(Shown(registry, certificate), request, makeKey: false,
            new DeviceOrigin("192.0.2.1", "TLS 1.3", "EST"), CancellationToken.None)).Certificate;
    }

    private static PresentedCertificate Shown(TestRegistry registry, X509Certificate2 certificate) =>
        new(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
}
