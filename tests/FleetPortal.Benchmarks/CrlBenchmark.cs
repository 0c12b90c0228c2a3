using System.Diagnostics;
using System.Net.Http.Json;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// The whole CRL with a million revoked against openssl ca -gencrl on the same rows, and what one more revocation costs with a thousand and
/// with a million.
/// </summary>
internal static class CrlBenchmark
{
    private const int Many = 1_000_000;
    private const int Few = 1_000;
    private const int Revocations = 50;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        var few = await MeasureAsync(Few);
        var many = await MeasureAsync(Many);
        var peer = await GenerateByOpenSslAsync(Many);
        return
        [
            new("whole CRL, 1,000,000 revoked, FleetPortal, over HTTP", many.Whole, "s"),
            new("whole CRL, 1,000,000 revoked, openssl ca -gencrl", peer, "s"),
            new("time, FleetPortal to openssl", many.Whole / peer, "×", "≤ 0.5"),
            new("size of the whole CRL", many.Octets / 1e6, "MB"),
            new("revoke to the new part served, p50, 1,000 revoked", few.Revoke, "ms"),
            new("revoke to the new part served, p50, 1,000,000 revoked", many.Revoke, "ms", "≤ 1,000"),
            new("cost of one revocation, 1,000,000 to 1,000", many.Revoke / few.Revoke, "×", "flat"),
            new("server CPU of one revocation, 1,000,000 revoked", many.Cpu, "ms"),
            new("largest memory of the server, 1,000,000 revoked", many.Memory, "MB"),
        ];
    }

    private static async Task<(double Whole, double Octets, double Revoke, double Cpu, double Memory)> MeasureAsync(int revoked)
    {
        await using var portal = await PortalUnderTest.StartAsync(directory => SeedAsync(directory, revoked));
        var (identities, _, _) = await portal.EnrolAsync(Revocations * 2);
        var started = Stopwatch.GetTimestamp();
        var crl = await portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative));
        var whole = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var times = new List<double>();
        for (var i = 0; i < Revocations; i++)
        {
            await RevokeAsync(portal, identities[i].CertificateId);
        }

        var cpu = portal.Cpu;
        for (var i = Revocations; i < Revocations * 2; i++)
        {
            times.Add(await RevokeAsync(portal, identities[i].CertificateId));
        }

        return (whole, crl.Length, Figure.Percentile(times, 0.5), (portal.Cpu - cpu) / Revocations, portal.PeakMemory);
    }

    /// <summary>The answer comes when OCSP and the part of the CRL say so; it names how long the CRL took.</summary>
    private static async Task<double> RevokeAsync(PortalUnderTest portal, string id)
    {
        using var answer = await portal.Api.PostAsJsonAsync(new Uri($"/api/v1/certificates/{id}/revoke", UriKind.Relative),
            new { reason = "keyCompromise" });
        answer.EnsureSuccessStatusCode();
        return (double)System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["knownAfterMilliseconds"]!["crl"]!;
    }

    /// <summary>Rows as the portal writes them, without certificates that anybody could use.</summary>
    private static async Task SeedAsync(string directory, int revoked)
    {
        await PortalProcess.FoundAsync(PortalProcess.SettingsFor(directory));
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var script = $"""
            PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;
            INSERT INTO Things (Name, Enabled, Attributes, CreatedAt, Version, Connected) VALUES ('seed', 1, '{"{}"}', {now}, 1, 0);
            INSERT INTO ThingKeys (KeyHash, ThingKey) SELECT x'00', "Key" FROM Things WHERE Name = 'seed';
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {revoked - 1})
            INSERT INTO Certificates (Id, ThingKey, AuthorityKey, SerialNumber, KeyHash, KeyAlgorithm, KeyMadeByPortal, Profile, Status, RevocationReason, StatusChangedAt, NotBefore, NotAfter, IssuedAt, Der, Shard)
            SELECT randomblob(32), (SELECT "Key" FROM Things WHERE Name = 'seed'), a."Key", lower(hex(randomblob(16))), x'00', 'EC P-256', 0, 'thing', 3, 1, {now}, {now}, {now + 30_000_000_000}, {now}, x'00', i / 4096
            FROM n, Authorities a WHERE a.Id = 'issuing-1';
            INSERT INTO CrlShards (AuthorityKey, Shard, Issued, Revision, PublishedRevision, Number) SELECT AuthorityKey, Shard, 4096, 1, 0, 0 FROM Certificates GROUP BY AuthorityKey, Shard;
            COMMIT;
            """;
        var result = await Tool.RunAsync("sqlite3", [Path.Combine(directory, "fleet.db")], script);
        if (result.ExitCode != 0 || result.Error.Length > 0)
        {
            throw new InvalidOperationException(result.All);
        }
    }

    private static async Task<double> GenerateByOpenSslAsync(int revoked)
    {
        using var files = new TemporaryDirectory();
        await File.WriteAllTextAsync(files.File("ca.cnf"),
            "[ca]\ndefault_ca=d\n[d]\ndatabase=index.txt\ncrlnumber=crlnumber\ndefault_md=sha256\ndefault_crl_days=1\n");
        await File.WriteAllTextAsync(files.File("crlnumber"), "01\n");
        await using (var index = new StreamWriter(files.File("index.txt")))
        {
            for (var i = 0; i < revoked; i++)
            {
                var serial = "7F" + Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(15));
                await index.WriteAsync($"R\t350101000000Z\t261123000000Z,keyCompromise\t{serial}\tunknown\t/CN=d\n");
            }
        }

        await Tool.RunAsync("bash",
            ["-ec", "openssl ecparam -name prime256v1 -genkey -noout -out ca.key; openssl req -x509 -new -key ca.key -days 3650 -subj "
            + "/CN=Peer -out ca.pem"], directory: files.Path);
        var started = Stopwatch.GetTimestamp();
        var made = await Tool.RunAsync("openssl",
            ["ca", "-gencrl", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-out", "crl.pem"], directory: files.Path);
        return made.ExitCode == 0 ? Stopwatch.GetElapsedTime(started).TotalSeconds : throw new InvalidOperationException(made.All);
    }
}
