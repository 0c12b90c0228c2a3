using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using Xunit;

namespace FleetPortal.Fleet.Tests.Identity;

public sealed class IdentityDeciderTests
{
    [Fact]
    public async Task AThingWithItsCertificateAndItsName_IsLetIn_WithItsPolicy()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var decision = Decide(registry, await registry.EnrolAsync("pump-1"));
        Assert.True(decision.Allowed);
        Assert.All(decision.Checks, check => Assert.Equal(CheckOutcome.Passed, check.Outcome));
        Assert.Equal("fleet/pump/pump-1", ((ThingTopicPolicy)decision.Policy!).Prefix);
    }

    [Fact]
    public async Task NoCertificate_IsRefused_AndTheRestIsNotReached()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var decision = Decide(registry, null);
        Assert.Equal((false, "no-credential"), (decision.Allowed, decision.Code));
        Assert.Equal(10, decision.Checks.Count(check => check.Outcome == CheckOutcome.NotReached));
    }

    [Fact]
    public async Task AnotherClientIdentifier_IsRefused_WithTheFix()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var decision = Decide(registry, await registry.EnrolAsync("pump-1"), clientId: "pump-2");
        Assert.Equal("client-identifier-mismatch", decision.Code);
        Assert.Contains("-i pump-1", decision.Checks.Single(check => check.Code == decision.Code).Remedy!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EverythingThatIsWrong_IsNamedAtOnce_AndTheFirstDecides()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.HoldAsync(certificate.Id);
        await registry.UpdateAsync(new UpdateThingRequest("pump-1", Enabled: false));
        var decision = Decide(registry, certificate, clientId: "x", will: "fleet/pump/pump-2/state");
        Assert.Equal("status-not-active", decision.Code);
        Assert.Equal(["status-not-active", "client-identifier-mismatch", "thing-disabled", "will-topic-refused"],
            decision.Checks.Select(check => check.Code).OfType<string>());
    }

    [Fact]
    public async Task ACertificateOnHold_IsRefused_InASentence_WithTheMomentInRfc3339()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.HoldAsync(certificate.Id);
        var check = Decide(registry, certificate).Checks.Single(check => check.Outcome == CheckOutcome.Failed);
        Assert.Equal(("Status is Active", "the certificate is on hold"), (check.Name, check.Failure));
        Assert.StartsWith($"On hold since {registry.Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'}, by ",
            check.Compared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnExpiredCertificate_IsRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        registry.Time.Advance(TimeSpan.FromDays(400));
        Assert.Equal("certificate-expired", Decide(registry, certificate).Code);
    }

    [Fact]
    public async Task ARetiredThing_IsRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.RetireAsync("pump-1", forget: false);
        var decision = Decide(registry, certificate);
        Assert.Equal("status-not-active", decision.Code);
        Assert.Contains(decision.Checks, check => check.Code == "thing-retired");
    }

    [Fact]
    public async Task AWillOfAnotherThing_IsRefused()
    {
        await using var registry = await TestRegistry.CreateAsync();
        Assert.Equal("will-topic-refused",
            Decide(registry, await registry.EnrolAsync("pump-1"), will: "fleet/pump/pump-2/state/online").Code);
    }

    [Fact]
    public async Task MoreConnectsThanAllowed_AreRefused_ButADryRunCountsNothing()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        for (var i = 0; i < 10; i++)
        {
            Assert.True(Decide(registry, certificate, dryRun: true).Allowed);
        }

        Assert.Equal(["allowed", "allowed", "allowed", "connect-rate"],
            Enumerable.Range(0, 4).Select(_ => Decide(registry, certificate).Code));
    }

    [Fact]
    public async Task WhoeverIsRefusedAnyway_UsesUpNothingOfTheRealDevice()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var stolen = await registry.EnrolAsync("pump-1");
        await registry.RevokeAsync(stolen.Id, RevocationReason.KeyCompromise);
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var real = await registry.IssueAsync("pump-1", key);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("status-not-active", Decide(registry, stolen).Code);
        }

        Assert.True(Decide(registry, real).Allowed);
    }

    [Fact]
    public async Task WithoutTls_NobodyIsLetIn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        Assert.Equal("transport-not-tls",
            registry.Get<IdentityDecider>().Decide(AttemptOf(registry, certificate, "pump-1", null) with { Tls = null }).Code);
    }

    [Fact]
    public async Task Revoking_ClosesAConnectionThatEnteredBefore_AndAnswersWhenItIsGone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var connections = registry.Get<LiveConnections>();
        var closing = new TaskCompletionSource<SessionEndReason>();
        var live = new LiveConnection("c1", "pump-1", certificate.Id, registry.Time.GetUtcNow(), end =>
        {
            closing.SetResult(end);
            return Task.CompletedTask;
        });
        connections.Enter(live);
        live.Open(Decide(registry, certificate).Policy!, 12, TimeSpan.Zero);
        connections.Opened(live);

        var revoking = registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        Assert.Equal(SessionEndReason.RightsWithdrawn, await closing.Task);
        Assert.False(revoking.IsCompleted);
        connections.Leave(live);
        Assert.Equal(1, (await revoking).SessionsClosed);
        Assert.Equal(0, connections.OpenCount);
    }

    [Fact]
    public async Task AConnectionThatIsStillUndecided_IsCondemnedByARevocation()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var live = new LiveConnection("c1", "pump-1", certificate.Id, registry.Time.GetUtcNow(), _ => Task.CompletedTask);
        registry.Get<LiveConnections>().Enter(live);
        await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        Assert.Equal(SessionEndReason.RightsWithdrawn, live.ClosingReason);
    }

    private static Decision Decide(
        TestRegistry registry, CertificateView? certificate, string clientId = "pump-1", string? will = null, bool dryRun = false)
    {
        var decision = registry.Get<IdentityDecider>().Decide(AttemptOf(registry, certificate, clientId, will) with { IsDryRun = dryRun });

        // Every refusal says why in a sentence that follows "Refused:", and no other check does.
        Assert.All(decision.Checks, check => Assert.Equal(check.Outcome == CheckOutcome.Failed,
            check.Failure is { Length: > 10 } failure && char.IsLower(failure[0]) && failure[^1] != '.'));
        return decision;
    }

    private static ConnectAttempt AttemptOf(TestRegistry registry, CertificateView? certificate, string clientId, string? will)
    {
        using var read = certificate is null ? null : X509CertificateLoader.LoadCertificate(certificate.Der);
        return new ConnectAttempt
        {
            ClientId = clientId,
            RemoteAddress = "192.0.2.1:50000",
            Protocol = "MQTT 5",
            Tls = "TLS 1.3, TLS_AES_256_GCM_SHA384",
            Certificate = read is null ? null : new PresentedCertificate(read, registry.Get<AuthorityVault>().Anchors.Verify(read)),
            WillTopic = will,
        };
    }
}
