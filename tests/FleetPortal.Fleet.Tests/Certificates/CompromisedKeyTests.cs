using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace FleetPortal.Fleet.Tests.Certificates;

/// <summary>The reason keyCompromise is about a key (RFC 5280 §5.3.1): every certificate with that key is revoked.</summary>
public sealed class CompromisedKeyTests
{
    private static readonly DeviceOrigin Origin = new("192.0.2.7:1", "TLS 1.3", "EST");

    [Fact]
    public async Task EveryCertificateOfTheKey_IsRevoked_AndEverySessionOnThemIsClosed()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var (first, second, apart) = (await registry.IssueAsync("pump-1", key),
            await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", other));
        registry.Connect(second);
        var change = await RevokeAsync(registry, first);
        Assert.Equal([second.Id], change.SameKey);
        Assert.Equal((1, false), (change.SessionsClosed, change.LeftWithoutCredential));
        foreach (var gone in new[] { first, second })
        {
            Assert.Equal((CertificateStatus.Revoked, RevocationReason.KeyCompromise), await StatusAsync(registry, gone));
            Assert.Equal((OcspState.Revoked, CrlReason.KeyCompromise), await ExternalOcspAsync(registry, gone));
        }

        Assert.Equal(CertificateStatus.Active, (await StatusAsync(registry, apart)).Status);
        Assert.Equal("allowed", Decide(registry, apart).Code);
    }

    [Fact]
    public async Task WithAnyOtherReason_TheOthersStay()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var (first, second) = (await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", key));
        Assert.Empty((await RevokeAsync(registry, first, RevocationReason.Superseded)).SameKey);
        Assert.Equal("allowed", Decide(registry, second).Code);
    }

    [Fact]
    public async Task TheDecision_LooksAtTheKey_WhateverTheCertificatesStatusSays()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var (first, second) = (await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", key));
        await RevokeAsync(registry, first);

        // The state that an older version left: the other certificate of the key is still active.
        await registry.Get<Registry>().WriteAsync(scope => scope.Statements
            .Execute("UPDATE Certificates SET Status = 1, RevocationReason = NULL WHERE \"Key\" = $1", second.Key), CancellationToken.None);
        var decision = Decide(registry, second);
        Assert.Equal((false, "key-compromised"), (decision.Allowed, decision.Code));
        Assert.Equal("key-compromised", Assert.Single(decision.Checks, check => check.Outcome == CheckOutcome.Failed).Code);
        await RefusedAsync("key-compromised", () => RenewAsync(registry, second, other: null));
    }

    [Fact]
    public async Task ACompromiseLearnedLater_IsRecorded_AndKeepsTheDateOfTheRevocation()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var (first, second) = (await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", key));
        var superseded = await RevokeAsync(registry, first, RevocationReason.Superseded);
        await RevokeAsync(registry, second, RevocationReason.CessationOfOperation);
        registry.Time.Advance(TimeSpan.FromDays(1));
        var raised = await RevokeAsync(registry, first);
        Assert.Equal((superseded.ChangedAt, 1), (raised.ChangedAt, raised.SameKey.Count));
        foreach (var one in new[] { first, second })
        {
            Assert.Equal((CertificateStatus.Revoked, RevocationReason.KeyCompromise), await StatusAsync(registry, one));
            Assert.Equal((OcspState.Revoked, CrlReason.KeyCompromise), await ExternalOcspAsync(registry, one));
        }

        var entries = await AuditAsync(registry, "certificate.reason-changed");
        Assert.Equal(2, entries.Count);
        Assert.Contains("superseded", entries[^1].Details + entries[0].Details, StringComparison.Ordinal);
        await RefusedAsync("key-compromised", () => registry.IssueAsync("pump-1", key));

        // A repeated request changes nothing, and no other reason replaces keyCompromise.
        Assert.Empty((await RevokeAsync(registry, first)).SameKey);
        Assert.Equal(2, (await AuditAsync(registry, "certificate.reason-changed")).Count);
        await RefusedAsync("certificate-revoked", () => RevokeAsync(registry, first, RevocationReason.Superseded));
    }

    [Fact]
    public async Task TheKey_GetsNoCertificate_OnAnyWayIn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var lost = await registry.IssueAsync("pump-1", key);
        using var sound = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var current = await registry.IssueAsync("pump-1", sound);
        var token = await registry.CreateEnrolmentTokenAsync("pump-1", null);
        await RevokeAsync(registry, lost);
        await RefusedAsync("key-compromised", () => registry.IssueAsync("pump-1", key));
        await RefusedAsync("key-compromised", () => RenewAsync(registry, current, key));
        await RefusedAsync("key-compromised", () => registry.Get<EnrolDevice>()
            .ExecuteAsync("pump-1", token.Token, Request("pump-1", key), makeKey: false, Origin, CancellationToken.None));
        using var imported = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(registry.Time.GetUtcNow().AddDays(-1), registry.Time.GetUtcNow().AddDays(30));
        await RefusedAsync("key-compromised", () => registry.ImportAsync(new CertificateImport("pump-1", imported.ExportCertificatePem())));
        var batch = await registry.Get<IssueBatch>().ExecuteAsync([new IssueCertificateRequest("pump-1", new CertificateRequest("CN=pump-1",
            key, HashAlgorithmName.SHA256).CreateSigningRequestPem())], TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal("key-compromised", Assert.Single(batch.Failed).Code);
    }

    [Fact]
    public async Task AThingThatIsForgotten_DoesNotFreeTheKey()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        await RevokeAsync(registry, await registry.IssueAsync("pump-1", key));
        await registry.RetireAsync("pump-1", forget: true);
        await registry.RegisterAsync("pump-2");
        // A key belongs to one Thing for ever, so a second Thing is refused with another code.
        await RefusedAsync("public-key-taken", () => registry.IssueAsync("pump-2", key));
    }

    [Fact]
    public async Task TheBlastRadius_CountsTheOthersOfTheKey_ForThisReasonAlone()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var (first, second) = (await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", key));
        registry.Connect(second);
        var selection = new CertificateSelection([first.Id], null);
        var radius = registry.Get<BlastRadiusQuery>();
        var compromised = await radius.OfAsync(selection,
            TestRegistry.Administrator, CancellationToken.None, RevocationReason.KeyCompromise);
        Assert.Equal((2, 1, 1), (compromised.Certificates, compromised.Sessions, compromised.WithoutCredential));
        var superseded = await radius.OfAsync(selection, TestRegistry.Administrator, CancellationToken.None, RevocationReason.Superseded);
        Assert.Equal((1, 0, 0), (superseded.Certificates, superseded.Sessions, superseded.WithoutCredential));
    }

    [Fact]
    public async Task ABatch_TakesTheOthersOfItsKeysAlong()
    {
        await using var registry = await TestRegistry.CreateAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await registry.RegisterAsync("pump-1");
        var (first, second, before) =
            (await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", key), await registry.IssueAsync("pump-1", key));
        await RevokeAsync(registry, before, RevocationReason.Superseded);
        var started = await registry
            .StartBatchAsync(new RevocationBatchRequest(new CertificateSelection([first.Id], null), RevocationReason.KeyCompromise));
        Assert.Equal(3, started.Total);
        await registry.Get<RevocationBatchRunner>().StepAsync(CancellationToken.None);
        var done = await registry.BatchAsync(started.Id);
        Assert.Equal((BatchState.Done, 3, 0), (done!.State, done.Done, done.Failed));
        foreach (var one in new[] { first, second, before })
        {
            Assert.Equal((CertificateStatus.Revoked, RevocationReason.KeyCompromise), await StatusAsync(registry, one));
        }
    }

    private static Task<StatusChange> RevokeAsync(
        TestRegistry registry, CertificateView certificate, RevocationReason reason = RevocationReason.KeyCompromise) =>
        registry.RevokeAsync(certificate.Id, reason);

    private static async Task<(CertificateStatus Status, RevocationReason? Reason)> StatusAsync(
        TestRegistry registry, CertificateView certificate)
    {
        var now = (await registry.CertificateAsync(certificate.Id))!;
        return (now.Status, now.Reason);
    }

    private static async Task<(OcspState State, CrlReason Reason)> ExternalOcspAsync(TestRegistry registry, CertificateView certificate)
    {
        var key = registry.Get<AuthorityVault>().Issuing.Key;
        var answer = registry.Get<OcspService>().StatusOf(key, certificate.SerialNumber);
        var crl = await registry.Get<CrlPublisher>().FindAsync("issuing-1", certificate.Shard, CancellationToken.None);
        var entry = new Org.BouncyCastle.X509.X509Crl(crl)
            .GetRevokedCertificate(new Org.BouncyCastle.Math.BigInteger(certificate.SerialNumber, 16));
        Assert.NotNull(entry);
        var reason = Org.BouncyCastle.Asn1.DerEnumerated.GetInstance(Org.BouncyCastle.Asn1.Asn1Object
            .FromByteArray(entry.GetExtensionValue(Org.BouncyCastle.Asn1.X509.X509Extensions.ReasonCode).GetOctets()));
        Assert.Equal((int)answer.Reason, reason.IntValueExact);
        return (answer.State, answer.Reason);
    }

    private static async Task<List<AuditRecord>> AuditAsync(TestRegistry registry, string action)
    {
        await using var db = registry.Get<Registry>().Read();
        return await db.Set<AuditRecord>().Where(entry => entry.Action == action).OrderBy(entry => entry.Sequence).ToListAsync();
    }

    private static Decision Decide(TestRegistry registry, CertificateView view)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(view.Der);
        return registry.Get<IdentityDecider>().Decide(new ConnectAttempt
        {
            ClientId = view.ThingName, RemoteAddress = "192.0.2.7:1", Protocol = "MQTT 5", Tls = "TLS 1.3", IsDryRun = true,
            Certificate = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate)),
        });
    }

    private static byte[] Request(
        string name, ECDsa key) => new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSigningRequest();

    private static async Task RenewAsync(TestRegistry registry, CertificateView with, ECDsa? other)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(with.Der);
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var shown = new PresentedCertificate(certificate, registry.Get<AuthorityVault>().Anchors.Verify(certificate));
        await registry.Get<RenewCertificate>()
            .ExecuteAsync(shown, Request(with.ThingName, other ?? made), makeKey: false, Origin, CancellationToken.None);
    }

    private static async Task RefusedAsync(
        string code, Func<Task> action) => Assert.Equal(code, (await Assert.ThrowsAsync<FleetError>(action)).Code);
}
