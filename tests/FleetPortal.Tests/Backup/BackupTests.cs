using System.Formats.Tar;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Backup;

/// <summary><c>backup</c> and <c>restore</c>, with the program itself.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task Backup_OfARunningPortal_IsRestored_RevocationsAfterItAreReapplied_AndNoCrlNumberIsUsedAgain()
    {
        using var directory = new TemporaryDirectory();
        using var data = new TemporaryDirectory();
        var file = directory.File("fleet.tar");
        string fingerprint, before, after, late;
        long number;
        var crl = directory.File("issuing-1-0.crl");
        await using (var portal = await RunningPortal.StartAsync(data))
        {
            fingerprint = portal.Get<AuthorityVault>().RootFingerprint;
            before = (await portal.EnrolAsync("before")).CertificateId;
            after = (await portal.EnrolAsync("after")).CertificateId;
            await RevokeAsync(portal, before);
            var made = await PortalProcess.RunAsync(["backup", file, .. PortalProcess.SettingsFor(data.Path)]);
            Assert.True(made.ExitCode == 0, made.All);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(1, (await PortalProcess.RunAsync(["backup", file, .. PortalProcess.SettingsFor(data.Path)])).ExitCode);
            Assert.Equal([file], Directory.GetFiles(directory.Path, "fleet.tar*"));

            // What the backup does not know: a revocation, a certificate, and its revocation.
            await RevokeAsync(portal, after);
            late = (string)(await portal.GetAsync($"/certificates/{(await portal.EnrolAsync("late")).CertificateId}"))["serialNumber"]!;
            await RevokeAsync(portal, (string)(await portal.GetAsync("/things/late"))["certificates"]![0]!["id"]!);
            var der = await portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1-0.crl", UriKind.Relative),
                TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(crl, der, TestContext.Current.CancellationToken);
            number = NumberOf(der);

            Assert.Contains("A portal runs on",
                (await PortalProcess.RunAsync(["restore", file, .. PortalProcess.SettingsFor(data.Path)])).Error, StringComparison.Ordinal);
        }

        // This process keeps connections to the database that is moved away; a real portal has ended by now.
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Assert.Contains("is not empty",
            (await PortalProcess.RunAsync(["restore", file, .. PortalProcess.SettingsFor(data.Path)])).Error, StringComparison.Ordinal);
        var restored = await PortalProcess
            .RunAsync(["restore", file, "--revoked", crl, "--keep-old", .. PortalProcess.SettingsFor(data.Path)]);
        Assert.True(restored.ExitCode == 0, restored.All);
        Assert.Contains("1 certificates revoked and 0 put on hold again; 1 entries", restored.Output, StringComparison.Ordinal);
        Assert.Contains("The backup contains nothing that happened after", restored.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Assert.Single(Directory.GetDirectories(data.Path, "before-restore-*")), "fleet.db")));
        Assert.Empty(Directory.GetDirectories(data.Path, ".restoring-*"));

        await using (var portal = await RunningPortal.StartAsync(data))
        {
            Assert.Equal(fingerprint, portal.Get<AuthorityVault>().RootFingerprint);
            foreach (var id in new[] { before, after })
            {
                Assert.Equal("revoked", (string)(await portal.GetAsync($"/certificates/{id}"))["status"]!);
            }

            Assert.Equal(["after", "before"],
                (await portal.GetAsync("/things"))["items"]!.AsArray().Select(thing => (string)thing!["name"]!));
            foreach (var name in new[] { "issuing-1-0", "issuing-1" })
            {
                var der = await portal.Api.GetByteArrayAsync(new Uri($"/pki/crl/{name}.crl", UriKind.Relative),
                    TestContext.Current.CancellationToken);
                Assert.True(NumberOf(der) > number);
                Assert.True(SerialNumber.TryParse(late, out var serial) && CrlReader.Lists(der, serial.Value));
            }

            Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. PortalProcess.SettingsFor(data.Path)])).ExitCode);
        }
    }

    [Fact]
    public async Task Restore_IntoAnAbsentDirectory_Works_AndTheFilesArePrivate()
    {
        using var directory = new TemporaryDirectory();
        string[] source = PortalProcess.SettingsFor(directory.File("a")), target = PortalProcess.SettingsFor(directory.File("b"));
        await PortalProcess.FoundAsync(source);
        Assert.Equal(0, (await PortalProcess.RunAsync(["backup", directory.File("x.tar"), .. source])).ExitCode);
        Assert.Equal(0, (await PortalProcess.RunAsync(["restore", directory.File("x.tar"), .. target])).ExitCode);
        Assert.Equal(0, (await PortalProcess.RunAsync(["doctor", .. target])).ExitCode);
        Assert.All(Directory.GetFiles(directory.File("b"), "*", SearchOption.AllDirectories),
            file => Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)));
        Assert.All(Directory.GetDirectories(directory.File("b")).Append(directory.File("b")),
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("cut")]
    [InlineData("changed")]
    [InlineData("climbing")]
    [InlineData("null file")]
    [InlineData("no moment")]
    [InlineData("version")]
    [InlineData("another root")]
    public async Task DamagedBackup_IsRefused_AndTheDirectoryStaysEmpty(string damage)
    {
        using var directory = new TemporaryDirectory();
        var (source, file, target) = (directory.File("a"), directory.File("x.tar"), directory.File("b"));
        await PortalProcess.FoundAsync(PortalProcess.SettingsFor(source));
        Assert.Equal(0, (await PortalProcess.RunAsync(["backup", file, .. PortalProcess.SettingsFor(source)])).ExitCode);
        var octets = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        switch (damage)
        {
            case "nothing":
                octets = [];
                break;
            case "cut":
                octets = octets[..(octets.Length / 2)];
                break;
            case "changed":
                octets[octets.Length / 2] ^= 1;
                break;
            default:
                octets = await ChangeManifestAsync(octets, damage);
                break;
        }

        await File.WriteAllBytesAsync(file, octets, TestContext.Current.CancellationToken);
        var result = await PortalProcess.RunAsync(["restore", file, .. PortalProcess.SettingsFor(target)]);
        Assert.Equal(1, result.ExitCode);
        Assert.NotEmpty(result.Error);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFileSystemEntries(target), entry => Path.GetFileName(entry) != "portal.lock");
        Assert.False(File.Exists(directory.File("climbed")));
    }

    [Fact]
    public async Task CrlOfAnotherAuthority_IsRefused()
    {
        using var directory = new TemporaryDirectory();
        string[] source = PortalProcess.SettingsFor(directory.File("a"));
        await PortalProcess.FoundAsync(source);
        Assert.Equal(0, (await PortalProcess.RunAsync(["backup", directory.File("x.tar"), .. source])).ExitCode);
        await using (var other = await RunningPortal.StartAsync())
        {
            await File.WriteAllBytesAsync(directory.File("other.crl"), await other.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl",
                UriKind.Relative), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }

        var result = await PortalProcess.RunAsync(["restore",
            directory.File("x.tar"), "--revoked", directory.File("other.crl"), .. PortalProcess.SettingsFor(directory.File("b"))]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("other.crl is not a CRL of an authority of this backup", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(directory.File("b"), "fleet.db")));
    }

    private static async Task RevokeAsync(RunningPortal portal, string id) =>
        Assert.Equal(200, (await portal.PostAsync($"/certificates/{id}/revoke", new { reason = "keyCompromise" })).Status);

    private static long NumberOf(byte[] der)
    {
        System.Security.Cryptography.X509Certificates.CertificateRevocationListBuilder.Load(der, out var number);
        return (long)number;
    }

    /// <summary>The same archive with another manifest; for "climbing" a file that would be written outside.</summary>
    private static async Task<byte[]> ChangeManifestAsync(byte[] archive, string damage)
    {
        using var result = new MemoryStream();
        using var source = new MemoryStream(archive);
        await using (var reader = new TarReader(source))
        await using (var writer = new TarWriter(result, leaveOpen: true))
        {
            while (await reader.GetNextEntryAsync(copyData: true) is { } entry)
            {
                if (entry.Name == "manifest.json")
                {
                    var manifest = Change(JsonNode.Parse(entry.DataStream!)!.AsObject(), damage);
                    entry = new PaxTarEntry(TarEntryType.RegularFile,
                        "manifest.json") { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString())) };
                }
                else if (damage == "climbing" && entry.Name.StartsWith("keys/", StringComparison.Ordinal))
                {
                    entry = new PaxTarEntry(TarEntryType.RegularFile, "../climbed") { DataStream = entry.DataStream };
                }

                await writer.WriteEntryAsync(entry);
            }
        }

        return result.ToArray();
    }

    private static JsonObject Change(JsonObject manifest, string damage)
    {
        switch (damage)
        {
            case "climbing":
                manifest["files"]![1]!["name"] = "../climbed";
                break;
            case "null file":
                manifest["files"] = new JsonArray((JsonNode?)null);
                break;
            case "no moment":
                manifest.Remove("createdAt");
                break;
            case "version":
                manifest["version"] = -5;
                break;
            case "another root":
                manifest["rootFingerprint"] = new string('0', 64);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage), damage, "no such damage");
        }

        return manifest;
    }
}
