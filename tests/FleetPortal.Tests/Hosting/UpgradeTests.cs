using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// A data directory that an earlier FleetPortal wrote (before CRLs, rotation and authorities of many kinds; commit 635c982):
/// its database, its keys with their passphrase, and the certificate and key of one device. Nothing of it guards anything.
/// </summary>
public sealed class UpgradeTests
{
    private const string RevokedSerial = "77e1606ce74bc01a48f7ad1a332494ea";
    private const string HeldSerial = "cd3e0eee2da9ad742d4c1cc0a6363655";
    private const string RetiredSerial = "edd6667ed16d0d5c86c5c35d0411b87b";
    private const string KeptSerial = "7315bc501b8cb17b9e1f44354501878b";
    private static readonly DateTimeOffset _then = new(2026, 11, 24, 5, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AFilledDatabase_IsBroughtToThisVersion_AndNothingIsLost()
    {
        using var directory = Unpacked();
        await using var portal = await RunningPortal.StartWithClockAsync(new FakeTimeProvider(_then), directory);
        Assert.Single(Directory.GetFiles(directory.Path, "fleet.db.before-*"));

        var kept = await portal.GetAsync("/things/old-kept");
        Assert.Equal(("pump", "plant-2", "Ulm"),
            ((string)kept["type"]!, (string)kept["groups"]![0]!, (string)kept["attributes"]!["site"]!));
        Assert.Equal(
            ["active", "inactive", "revoked keyCompromise", "revoked cessationOfOperation"],
            new[] { await StatusAsync(portal, KeptSerial), await StatusAsync(portal, HeldSerial),
                await StatusAsync(portal, RevokedSerial), await StatusAsync(portal, RetiredSerial) });
        var authorities = (await portal.GetAsync("/authorities"))["items"]!.AsArray();
        Assert.Equal(["root-1", "issuing-1"], authorities.Select(x => (string)x!["id"]!).OrderDescending());

        // What was revoked before there were CRLs is on them.
        var crl = await portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal([true, true, true, false], new[] { RevokedSerial, HeldSerial, RetiredSerial,
            KeptSerial }.Select(serial => SerialNumber.TryParse(serial, out var parsed) && CrlReader.Lists(crl, parsed.Value)));
        Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. PortalProcess.SettingsFor(directory.Path)])).ExitCode);
    }

    [Fact]
    public async Task ADeviceOfThatTime_GetsIn_AndRenewsItsCertificate()
    {
        using var directory = Unpacked();
        await using var portal = await RunningPortal.StartWithClockAsync(new FakeTimeProvider(_then), directory);
        using var own = X509Certificate2.CreateFromPemFile(directory.File("device/kept.pem"), directory.File("device/kept.key"));
        await DeviceConnection.AssertLetInAsync(portal.MqttPort, "old-kept", own);
        using var next = await EstClient.RenewAsync(new Uri($"https://127.0.0.1:{portal.Application.Endpoints.DevicesPort}"),
            "old-kept", own);
        await DeviceConnection.AssertLetInAsync(portal.MqttPort, "old-kept", next);
        var rotation = Assert.Single((await portal.GetAsync("/things/old-kept/rotations"))["items"]!.AsArray())!;
        Assert.Equal("proven", (string)rotation["state"]!);

        // The old one names no part of a CRL: it is on the whole one when its rotation ends.
        var (_, committed) = await portal.PostAsync($"/things/old-kept/rotations/{(string)rotation["id"]!}/commit", new { });
        Assert.Equal("committed", (string)committed["state"]!);
        Assert.Equal("revoked superseded", await StatusAsync(portal, KeptSerial));
    }

    private static TemporaryDirectory Unpacked()
    {
        var directory = new TemporaryDirectory();
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Data", "portal-before-rotation.zip"), directory.Path);
        return directory;
    }

    private static async Task<string> StatusAsync(RunningPortal portal, string serial)
    {
        var certificate = (JsonObject)Assert.Single((await portal.GetAsync($"/certificates?q={serial}"))["items"]!.AsArray())!;
        return $"{(string)certificate["status"]!} {(string?)certificate["reason"]}".TrimEnd();
    }
}
