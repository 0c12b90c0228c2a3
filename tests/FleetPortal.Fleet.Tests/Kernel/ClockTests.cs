using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Health;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using Microsoft.Data.Sqlite;
using Org.BouncyCastle.Ocsp;
using Xunit;

namespace FleetPortal.Fleet.Tests.Kernel;

/// <summary>CRLs and OCSP responses if the clock of the portal or of a client is wrong.</summary>
public sealed class ClockTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(400)]
    public async Task ClockThatWasAhead_OnceItIsRight_LeavesEveryCrlAndOcspValidAndComplete(int days)
    {
        await using var registry = await TestRegistry.CreateAsync();
        var revoked = await registry.EnrolAsync("pump-1", days: 1);
        await registry.EnrolAsync("pump-2");
        await registry.RevokeAsync(revoked.Id, RevocationReason.KeyCompromise);
        await registry.Get<OcspSigners>().RefreshAsync(CancellationToken.None);
        var last = await AllAsync(registry);

        // With the clock ahead, everything is signed again, and the certificate has expired.
        registry.Time.AdjustTime(registry.Time.GetUtcNow().AddDays(days));
        await RefreshAsync(registry);
        var wrong = await AllAsync(registry);
        AssertNumbersRise(last, wrong);
        _ = Ocsp(registry, revoked);

        registry.Time.AdjustTime(registry.Time.GetUtcNow().AddDays(-days));
        var now = registry.Time.GetUtcNow();
        var right = await AllAsync(registry);
        AssertNumbersRise(wrong, right);
        Assert.All(right, crl =>
            Assert.True(crl.ThisUpdate <= now && now < crl.NextUpdate && crl.NextUpdate <= now + CrlPublisher.Validity, crl.Name));
        Assert.All(right.Where(crl => crl.Name != "root-1"), crl => Assert.Contains(revoked.SerialNumber.ToUpperInvariant(), crl.Serials));
        var (thisUpdate, begins) = Ocsp(registry, revoked);
        Assert.True(thisUpdate <= now && begins <= now);

        // Clients that fetched a CRL from the future may cache it until its nextUpdate.
        var state = await registry.Get<SelfCheck>().AskAsync(CancellationToken.None);
        Assert.Empty(state.CrlsNotValid);
        Assert.Equal(["issuing-1-0.crl", "root-1.crl", "issuing-1.crl"], state.CrlsAhead.Select(crl => crl.Name));
        Assert.All(state.CrlsAhead, crl => Assert.InRange(crl.Until, now.AddDays(days), now.AddDays(days + 1)));
    }

    [Fact]
    public async Task ClockThatIsSetBack_IsReported_AndAFewSecondsAreNot()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        registry.Time.AdjustTime(registry.Time.GetUtcNow().AddSeconds(-30));
        Assert.True((await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).IsSound);
        registry.Time.AdjustTime(registry.Time.GetUtcNow().AddDays(-3));
        Assert.InRange((await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).ClockBehind,
            TimeSpan.FromDays(2.9), TimeSpan.FromDays(3.1));
    }

    [Fact]
    public async Task CrlThatIsNotValid_IsNamed_UntilItIsReplaced()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        Assert.NotNull(await registry.Get<CrlPublisher>().FindAsync("issuing-1", 0, CancellationToken.None));
        await RunAsync(registry,
            "CREATE TRIGGER full BEFORE UPDATE OF Der ON CrlShards BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END");
        foreach (var days in new[] { -2, 4 })
        {
            registry.Time.AdjustTime(registry.Time.GetUtcNow().AddDays(days));
            Assert.Equal(["issuing-1-0.crl"], (await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).CrlsNotValid);

            // The CRL is still served. Its own times show that it is not valid.
            Assert.NotNull(await registry.Get<CrlPublisher>().FindAsync("issuing-1", 0, CancellationToken.None));
        }

        await RunAsync(registry, "DROP TRIGGER full");
        Assert.NotNull(await registry.Get<CrlPublisher>().FindAsync("issuing-1", 0, CancellationToken.None));
        Assert.Empty((await registry.Get<SelfCheck>().AskAsync(CancellationToken.None)).CrlsNotValid);
    }

    [Fact]
    public async Task NewCrl_IsValidForAClientWhoseClockIsFourMinutesSlow_AndNoEntryIsLaterThanIt()
    {
        await using var registry = await TestRegistry.CreateAsync();
        var certificate = await registry.EnrolAsync("pump-1");
        await registry.RevokeAsync(certificate.Id, RevocationReason.Superseded);
        await registry.Get<OcspSigners>().RefreshAsync(CancellationToken.None);
        var slow = registry.Time.GetUtcNow().AddMinutes(-4);
        var first = await AllAsync(registry);
        Assert.All(first, crl => Assert.True(crl.ThisUpdate <= slow && crl.Revoked.All(at => at <= crl.ThisUpdate), crl.Name));
        Assert.Single(first[0].Revoked);
        var (thisUpdate, begins) = Ocsp(registry, certificate);
        Assert.True(thisUpdate <= slow && begins <= slow);

        // The entry has the same revocation date on each later CRL.
        registry.Time.Advance(TimeSpan.FromHours(13));
        await RefreshAsync(registry);
        Assert.Equal(first[0].Revoked, (await AllAsync(registry))[0].Revoked);
    }

    [Fact]
    public async Task CrlNumber_IsAtLeastTheTime_SoARestoredRegistryUsesNoneAgain()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.EnrolAsync("pump-1");
        var before = await AllAsync(registry);
        Assert.All(before, crl => Assert.True(crl.Number >= registry.Time.GetUtcNow().ToUnixTimeMilliseconds()));

        // The state of an old backup.
        await RunAsync(registry, "UPDATE CrlShards SET Number = 1, Revision = Revision + 1; UPDATE CompleteCrls SET Number = 1");
        registry.Time.Advance(TimeSpan.FromDays(1));
        AssertNumbersRise(before, await AllAsync(registry));
    }

    private static async Task RefreshAsync(TestRegistry registry)
    {
        await registry.Get<CrlPublisher>().RefreshAsync(CancellationToken.None);
        await registry.Get<OcspSigners>().RefreshAsync(CancellationToken.None);
    }

    private static void AssertNumbersRise(IReadOnlyList<CrlFacts> before, IReadOnlyList<CrlFacts> after) =>
        Assert.All(before.Zip(after), pair => Assert.True(pair.Second.Number > pair.First.Number, pair.First.Name));

    /// <summary>The published CRLs: the part, the complete CRL and the root's.</summary>
    private static async Task<IReadOnlyList<CrlFacts>> AllAsync(TestRegistry registry) =>
    [
        CrlFacts.Of("issuing-1-0", (await registry.Get<CrlPublisher>().FindAsync("issuing-1", 0, CancellationToken.None))!),
        CrlFacts.Of("issuing-1", (await registry.Get<CompleteCrl>().FindAsync("issuing-1", CancellationToken.None))!),
        CrlFacts.Of("root-1", (await registry.Get<CompleteCrl>().FindAsync("root-1", CancellationToken.None))!),
    ];

    /// <summary>thisUpdate of the response about a revoked certificate, and notBefore of its signer's certificate.</summary>
    private static (DateTimeOffset ThisUpdate, DateTimeOffset Begins) Ocsp(TestRegistry registry, CertificateView certificate)
    {
        var issuer = new Org.BouncyCastle.X509.X509Certificate(registry.Get<AuthorityVault>().Issuing.Signer.Certificate);
        var request = new OcspReqGenerator();
        request.AddRequest(new CertificateID(CertificateID.DigestSha1,
            issuer, new Org.BouncyCastle.Math.BigInteger(certificate.SerialNumber, 16)));
        var reply = registry.Get<OcspService>().Answer(request.Generate().GetEncoded());
        var answer = (BasicOcspResp)new OcspResp(reply.Der).GetResponseObject();
        var revoked = Assert.IsType<RevokedStatus>(answer.Responses[0].GetCertStatus());
        Assert.True(revoked.RevocationTime <= answer.Responses[0].ThisUpdate);
        return (Utc(answer.Responses[0].ThisUpdate), Utc(answer.GetCerts()[0].NotBefore));
    }

    private static DateTimeOffset Utc(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private static async Task RunAsync(TestRegistry registry, string sql)
    {
        await using var sqlite = new SqliteConnection($"Data Source={registry.DatabasePath}");
        await sqlite.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = sqlite.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private sealed record CrlFacts(string Name, long Number,
        DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, IReadOnlyList<string> Serials, IReadOnlyList<DateTimeOffset> Revoked)
    {
        public static CrlFacts Of(string name, byte[] der)
        {
            System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder.Load(der, out var number);
            var crl = new Org.BouncyCastle.X509.X509Crl(der);
            var entries = crl.GetRevokedCertificates()?.ToList() ?? [];
            return new CrlFacts(
                name, (long)number, Utc(crl.ThisUpdate), Utc(crl.NextUpdate!.Value),
                [.. entries.Select(entry => Convert.ToHexString(entry.SerialNumber.ToByteArrayUnsigned()))],
                [.. entries.Select(entry => Utc(entry.RevocationDate))]);
        }
    }
}
