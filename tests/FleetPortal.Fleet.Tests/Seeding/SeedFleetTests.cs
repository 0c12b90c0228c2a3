using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Publication;
using FleetPortal.Fleet.Seeding;
using FleetPortal.Fleet.Things;
using Microsoft.Data.Sqlite;
using Xunit;

namespace FleetPortal.Fleet.Tests.Seeding;

public sealed class SeedFleetTests
{
    [Fact]
    public async Task SeededFleet_HasEndsOverTheYear_AStorm_AndWhatNeedsAttention()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.Get<SeedFleet>().ExecuteAsync(2_000, new Progress<int>(), TestRegistry.Administrator, CancellationToken.None);
        var now = registry.Time.GetUtcNow().ToUnixTimeMilliseconds();
        const long day = 86_400_000;

        // Of a thousand: 20 without a certificate, 10 expired, 10 on hold, 10 revoked, 10 replaced, 40 that end within a month, 180 in one
        // week.
        Assert.Equal(40, await CountAsync(registry, "Things WHERE CredentialStatus IS NULL"));
        Assert.Equal(20, await CountAsync(registry, $"Things WHERE CredentialStatus = 1 AND CredentialNotAfter < {now}"));
        Assert.Equal(20, await CountAsync(registry, "Things WHERE CredentialStatus = 2"));
        Assert.Equal(20, await CountAsync(registry, "Things WHERE CredentialStatus = 3"));
        Assert.Equal(20, await CountAsync(registry, "Certificates WHERE PredecessorKey IS NOT NULL AND Status = 1"));
        Assert.InRange(await CountAsync(registry,
            $"Things WHERE CredentialStatus = 1 AND CredentialNotAfter > {now} AND CredentialNotAfter < {now + (30 * day)}"), 75, 85);
        Assert.InRange(await CountAsync(registry,
            $"Things WHERE CredentialStatus = 1 AND CredentialNotAfter >= {now + (42 * day)} AND CredentialNotAfter < {now + (49 * day)}"),
            370, 410);
        Assert.InRange(await CountAsync(registry, $"Things WHERE CredentialNotAfter > {now + (300 * day)}"), 250, 330);
        Assert.Equal(40, await CountAsync(registry, "(SELECT DISTINCT Name FROM ThingGroups)"));
        Assert.Equal(60, await CountAsync(registry, "Attempts WHERE Allowed = 0 AND ThingName IS NOT NULL"));
        Assert.Null((await registry.Get<AuditVerifier>().VerifyAsync(TestRegistry.Administrator, CancellationToken.None)).BrokenAt);

        // The certificates are real: the authority's chain holds, and CRL and OCSP know them.
        var crl = new Org.BouncyCastle.X509.X509Crl((await registry.Get<CompleteCrl>().FindAsync("issuing-1", CancellationToken.None))!);
        Assert.Equal(60, crl.GetRevokedCertificates().Count);
        var page = await registry.Get<CertificateQueries>()
            .ListAsync(new CertificateQuery(CredentialFilter.Active), 0, 5, TestRegistry.Administrator, CancellationToken.None);
        var issuer = new Org.BouncyCastle.X509.X509Certificate(registry.Get<AuthorityVault>().Issuing.Signer.Certificate);
        Assert.All(page.Items, view => new Org.BouncyCastle.X509.X509Certificate(view.Der).Verify(issuer.GetPublicKey()));
    }

    [Fact]
    public async Task SeededAttempts_AreDecidedByTheDecider()
    {
        await using var registry = await TestRegistry.CreateAsync();
        await registry.Get<SeedFleet>().ExecuteAsync(1_000, new Progress<int>(), TestRegistry.Administrator, CancellationToken.None);
        Assert.Equal(10, await CountAsync(registry, "Attempts WHERE Code = 'certificate-expired'"));
        Assert.Equal(20, await CountAsync(registry, "Attempts WHERE Code = 'status-not-active'"));
    }

    private static async Task<long> CountAsync(TestRegistry registry, string from)
    {
        await using var sqlite = new SqliteConnection($"Data Source={registry.DatabasePath}");
        await sqlite.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = sqlite.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM {from}";
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }
}
