using System.Security.Cryptography;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Lifecycle;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Ocsp;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Fleet.Tests.Revocation;

/// <summary>Status changes of certificates reach sessions, the decider, OCSP and the CRL.</summary>
public sealed class RevocationTests
{
    [Fact]
    public async Task HoldReleaseAndRevoke_AreOnTheCrlAndInOcsp_WhenTheyAreAnswered()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        Assert.Equal((OcspState.Good, false), await StateAsync(registry, certificate));

        var held = await registry.HoldAsync(certificate.Id);
        Assert.Equal((OcspState.Revoked, true), await StateAsync(registry, certificate));
        Assert.Equal(CrlReason.CertificateHold, registry.Get<OcspService>().StatusOf(Key(registry), certificate.SerialNumber).Reason);
        Assert.True(held.Known is { SessionClosed: null, ReconnectRefused: not null, Ocsp: not null, Crl: not null });

        var released = await registry.ReleaseAsync(certificate.Id);
        Assert.Equal((OcspState.Good, false), await StateAsync(registry, certificate));
        Assert.True(released.Known is { SessionClosed: null, ReconnectRefused: null, Ocsp: not null, Crl: not null });

        await registry.RevokeAsync(certificate.Id, RevocationReason.KeyCompromise);
        Assert.Equal((OcspState.Revoked, true), await StateAsync(registry, certificate));
    }

    [Fact]
    public async Task ContainingAndRetiring_AreOnTheCrlToo()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (contained, retired) = (await registry.EnrolAsync("a"), await registry.EnrolAsync("b"));
        await registry.ContainAsync("a", null);
        await registry.RetireAsync("b", false);
        Assert.Equal((OcspState.Revoked, true), await StateAsync(registry, contained));
        Assert.Equal((OcspState.Revoked, true), await StateAsync(registry, retired));
    }

    [Fact]
    public async Task ReleasingAThing_ReleasesWhatItsContainmentHeld_AndNothingElse()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var held = await registry.EnrolAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var sound = await registry.IssueAsync("pump-1", key);
        await registry.HoldAsync(held.Id);
        await registry.ContainAsync("pump-1", null);
        Assert.Equal([sound.Id],
            await registry.Get<ReleaseThing>().ExecuteAsync("pump-1", null, TestRegistry.Administrator, CancellationToken.None));
        Assert.Equal(OcspState.Revoked, registry.Get<OcspService>().StatusOf(Key(registry), held.SerialNumber).State);
        Assert.Equal(OcspState.Good, registry.Get<OcspService>().StatusOf(Key(registry), sound.SerialNumber).State);

        // The certificate was held separately after the hold of its Thing. Releasing the Thing does not release it.
        await registry.ReleaseAsync(held.Id);
        Assert.Empty(await registry.Get<ReleaseThing>().ExecuteAsync("pump-1", null, TestRegistry.Administrator, CancellationToken.None));
    }

    [Fact]
    public async Task AKeyThatWasCompromised_GetsNoCertificateAnyMore_AndOneThatWasReplacedDoes()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var first = await registry.IssueAsync("pump-1", key);
        await registry.RevokeAsync(first.Id, RevocationReason.Superseded);
        var second = await registry.IssueAsync("pump-1", key);
        await registry.RevokeAsync(second.Id, RevocationReason.KeyCompromise);
        Assert.Equal("key-compromised", (await Assert.ThrowsAsync<FleetError>(() => registry.IssueAsync("pump-1", key))).Code);
    }

    [Fact]
    public async Task TheSameRevocationAgain_LeavesTheFirstFigures()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        for (var i = 0; i < 2; i++)
        {
            await registry.RevokeAsync(certificate.Id, RevocationReason.Superseded);
        }

        await using var db = registry.Get<Registry>().Read();
        Assert.Single(db.Set<StatusTimingRecord>());
    }

    [Fact]
    public async Task WhereNothingIsHeld_NobodyIsSaidToKnow()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("bare");
        var done = await registry.ContainAsync("bare", null);
        Assert.True(done.Known is { SessionClosed: null, ReconnectRefused: null, Ocsp: null, Crl: null });
    }

    [Fact]
    public async Task TheCrlNumber_Rises_AndARenewalBeforeNextUpdateRaisesItToo()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var first = await NumberAsync(registry);
        await registry.HoldAsync(certificate.Id);
        var second = await NumberAsync(registry);
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        Assert.Equal((first + 1, second), (second, await NumberAsync(registry)));
        registry.Time.Advance(TimeSpan.FromHours(13));
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        Assert.True(await NumberAsync(registry) > second);
    }

    [Fact]
    public async Task WhatACrashLeftUnpublished_IsPublishedByTheNextRefresh()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);

        // The state after a crash between the commit and the CRL.
        await using (var sqlite = new SqliteConnection($"Data Source={registry.DatabasePath}"))
        {
            await sqlite.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = sqlite.CreateCommand();
            command.CommandText = "UPDATE Certificates SET Status = 3, RevocationReason = 1; UPDATE CrlShards SET Revision = Revision + 1";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        Assert.Equal((OcspState.Revoked, true), await StateAsync(registry, certificate));
    }

    [Fact]
    public async Task AnExpiredCertificate_LeavesTheCrl_OneCrlLater()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.RegisterAsync("pump-1");
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var certificate = await registry.IssueAsync("pump-1", key, days: 2);
        await registry.RevokeAsync(certificate.Id, RevocationReason.Superseded);
        registry.Time.Advance(TimeSpan.FromDays(2.5));
        Assert.True((await StateAsync(registry, certificate)).Listed);
        registry.Time.Advance(TimeSpan.FromDays(1));
        Assert.False((await StateAsync(registry, certificate)).Listed);
    }

    /// <summary>SQLite uses the right index. It has chosen other indexes that read the whole fleet for one row.</summary>
    [Theory]
    [InlineData("SELECT SerialNumber FROM Certificates WHERE AuthorityKey = 2 AND Status >= 2 AND NotAfter > 5 AND Shard = 3",
        "IX_Certificates_AuthorityKey_Shard (AuthorityKey=? AND Shard=?)")]
    [InlineData("SELECT \"Key\" FROM Certificates WHERE ThingKey = 7 AND Status = 1 AND NotAfter > 5 ORDER BY \"Key\" DESC LIMIT 1",
        "IX_Certificates_ThingKey_Status_NotAfter (ThingKey=? AND Status=? AND NotAfter>?)")]
    public async Task TheCertificatesInQuestion_AreFoundByTheirOwnIndex(string query, string expected)
    {
        await using var registry = await TestRegistry.CreateAsync();
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={registry.DatabasePath}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + query;
        await using var plan = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await plan.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains(expected, plan.GetString(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheCompleteCrl_HoldsAllParts_AndIsMadeAnewOnlyWhenSomethingChanged()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var complete = registry.Get<CompleteCrl>();
        var before = await complete.FindAsync("issuing-1", CancellationToken.None);
        Assert.Same(before, await complete.FindAsync("issuing-1", CancellationToken.None));
        await registry.HoldAsync(certificate.Id);
        registry.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(CrlReader.Lists((await complete.FindAsync("issuing-1", CancellationToken.None))!, Serial(certificate)));
        Assert.Null(await complete.FindAsync("nobody-1", CancellationToken.None));
    }

    [Fact]
    public async Task ASerialNumberThatWasNeverIssued_IsUnknown_AndTheListenersOwnIsGood()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var (server, _) = await registry.Get<ServerCertificate>().IssueAsync(["localhost"], ServerKey.Ecdsa, CancellationToken.None);
        using var disposed = server;
        var ocsp = registry.Get<OcspService>();
        Assert.Equal(OcspState.Unknown, ocsp.StatusOf(Key(registry), "0123456789abcdef").State);
        Assert.Equal(OcspState.Good,
            ocsp.StatusOf(Key(registry), SerialNumber.FromBigEndian(server.SerialNumberBytes.Span).ToString()).State);
    }

    [Fact]
    public async Task AResponder_IsReplacedWhileAThirdOfItsTimeIsLeft_AndAnswersGoOn()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        var responders = registry.Get<OcspSigners>();
        await responders.RefreshAsync(CancellationToken.None);
        var first = Responder(registry, certificate);

        // After 9 of 14 days, more than a third of the validity is left; after 10 days, less.
        registry.Time.Advance(TimeSpan.FromDays(9));
        await responders.RefreshAsync(CancellationToken.None);
        Assert.Equal(first.Serial, Responder(registry, certificate).Serial);
        registry.Time.Advance(TimeSpan.FromDays(1));
        await responders.RefreshAsync(CancellationToken.None);
        var second = Responder(registry, certificate);
        Assert.NotEqual(first.Serial, second.Serial);
        Assert.Equal(registry.Time.GetUtcNow().AddDays(14), second.NotAfter, TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task EveryPartOfTheCrl_HasAtMostSoManyCertificates()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        await using (var sqlite = new SqliteConnection($"Data Source={registry.DatabasePath}"))
        {
            await sqlite.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = sqlite.CreateCommand();
            command.CommandText = "UPDATE CrlShards SET Issued = 4096";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(1, (await registry.EnrolAsync("pump-2")).Shard);
        Assert.Equal(1, (await registry.EnrolAsync("pump-3")).Shard);
    }

    /// <summary>Returns the serial number and the end of the certificate that signs the response about a certificate.</summary>
    private static (string Serial, DateTimeOffset NotAfter) Responder(TestRegistry registry, CertificateView certificate)
    {
        var issuer = new Org.BouncyCastle.X509.X509Certificate(registry.Get<AuthorityVault>().Issuing.Signer.Certificate);
        var request = new Org.BouncyCastle.Ocsp.OcspReqGenerator();
        request.AddRequest(new Org.BouncyCastle.Ocsp.CertificateID(Org.BouncyCastle.Ocsp.CertificateID.DigestSha1,
            issuer, new Org.BouncyCastle.Math.BigInteger(certificate.SerialNumber, 16)));
        var answer = (Org.BouncyCastle.Ocsp.BasicOcspResp)new Org.BouncyCastle.Ocsp.OcspResp(registry.Get<OcspService>()
            .Answer(request.Generate().GetEncoded()).Der).GetResponseObject();
        var responder = answer.GetCerts().Single();
        Assert.True(answer.Verify(responder.GetPublicKey()));
        responder.Verify(issuer.GetPublicKey());
        return (responder.SerialNumber.ToString(16), responder.NotAfter);
    }

    private static long Key(TestRegistry registry) => registry.Get<AuthorityVault>().Issuing.Key;

    private static SerialNumber Serial(CertificateView certificate) => SerialNumber.TryParse(certificate.SerialNumber, out var serial)
        ? serial.Value : throw new InvalidOperationException();

    private static async Task<(OcspState Ocsp, bool Listed)> StateAsync(TestRegistry registry, CertificateView certificate)
    {
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        var crl = await registry.Get<CrlPublisher>().FindAsync("issuing-1", certificate.Shard, CancellationToken.None);
        return (registry.Get<OcspService>().StatusOf(Key(registry), certificate.SerialNumber).State,
            CrlReader.Lists(crl!, Serial(certificate)));
    }

    private static async Task<long> NumberAsync(TestRegistry registry)
    {
        var der = await registry.Get<CrlPublisher>().FindAsync("issuing-1", 0, CancellationToken.None);
        System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder.Load(der!, out var number);
        return (long)number;
    }
}
