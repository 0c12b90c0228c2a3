using System.IO.Compression;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// A data directory of the version before the code was divided into slices (commit 0617f515): its database, its keys with their passphrase,
/// and the
/// certificate and key of one device. It was filled through the API of that version, with certificates in every status, rotations in every
/// state, a
/// paused wave, a batch after its canary, accounts, tokens, and connections. No code sets the status PendingActivation; that row was
/// changed by hand.
/// </summary>
public sealed class UpgradeFromBeforeSlicesTests
{
    private const string ActiveSerial = "7e5e4c7bf359ada7752354d12acce7ab";
    private const string RevokedSerial = "27e7df127ec5521576c83f9cd68d39d3";
    private const string Wave = "b43abc7f5ab6d541";
    private const string Batch = "ac14597aa991ff37";
    private const int AuditEntries = 78;
    private const string AuditHash = "afbaa009c8d950a0e9d6680892fee43f3adeb9df4936c64c060f856054ef1b6b";
    private static readonly DateTimeOffset _then = new(2026, 11, 26, 12, 10, 0, TimeSpan.Zero);

    [Fact]
    public async Task EverythingIsReadBack_AsItWas()
    {
        using var directory = Unpacked();
        await using var portal = await RunningPortal.StartWithClockAsync(new FakeTimeProvider(_then), directory);
        await AssertFleetAsync(portal);
        await AssertJobsAsync(portal);
        await AssertPeopleAsync(portal);
        await AssertRecordsAsync(portal, directory);
    }

    [Fact]
    public async Task WhatWasUnderWay_GoesOn()
    {
        using var directory = Unpacked();
        var time = new FakeTimeProvider(_then);
        await using var portal = await RunningPortal.StartWithClockAsync(time, directory);
        using var own = X509Certificate2.CreateFromPemFile(directory.File("device/active.pem"), directory.File("device/active.key"));
        await DeviceConnection.AssertLetInAsync(portal.MqttPort, "house-active", own);
        using var next = await EstClient.RenewAsync(new Uri($"https://127.0.0.1:{portal.Application.Endpoints.DevicesPort}"),
            "house-active", own);
        await DeviceConnection.AssertLetInAsync(portal.MqttPort, "house-active", next);

        await portal.PostAsync($"/revocation-batches/{Batch}/resume", new { });
        await Eventually.Holds("the batch is done", async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return (string)(await portal.GetAsync($"/revocation-batches/{Batch}"))["state"]! == "done";
        });
        Assert.Equal("revoked superseded", await StatusAsync(portal, "house-b2"));
        var (status, rotation) =
            await portal.PostAsync($"/things/house-r3/rotations/{await RotationAsync(portal, "house-r3")}/commit", new { });
        Assert.Equal((200, "committed"), (status, (string)rotation["state"]!));
        (status, var wave) = await portal.PostAsync($"/rotation-waves/{Wave}/resume", new { });
        Assert.Equal((200, "running"), (status, (string)wave["state"]!));
        Assert.Equal(200, (await portal.PostAsync("/things/house-contained/release", new { })).Status);
        Assert.Equal("active", await StatusAsync(portal, "house-contained"));
        Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. PortalProcess.SettingsFor(directory.Path)])).ExitCode);
    }

    private static async Task AssertFleetAsync(RunningPortal portal)
    {
        Assert.Equal((18, 21),
            ((int)(await portal.GetAsync("/things"))["total"]!, (int)(await portal.GetAsync("/certificates"))["total"]!));
        var thing = await portal.GetAsync("/things/house-active");
        Assert.Equal(("pump", "plant-4", "Lyon"),
            ((string)thing["type"]!, (string)thing["groups"]![0]!, (string)thing["attributes"]!["site"]!));
        Assert.False((bool)(await portal.GetAsync("/things/house-disabled"))["enabled"]!);
        var certificates = (await portal.GetAsync("/certificates?limit=100"))["items"]!.AsArray();
        Assert.Equal(
            ["active 13", "inactive 2", "pendingActivation 1", "revoked 5"],
            certificates.GroupBy(x => (string)x!["status"]!).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["pendingActivation", "inactive", "inactive", "revoked keyCompromise", "revoked superseded", "active"],
            new[]
            {
                await StatusAsync(portal, "house-pending"),
                await StatusAsync(portal, "house-held"), await StatusAsync(portal, "house-contained"),
                await StatusAsync(portal, "house-revoked"),
                await StatusAsync(portal, "house-b1"), await StatusAsync(portal, "house-imported"),
            });
        var authorities = (await portal.GetAsync("/authorities"))["items"]!.AsArray();
        Assert.Equal(["root-1 root", "registered-1 registered", "issuing-1 issuing"],
            authorities.Select(x => $"{x!["id"]} {x["kind"]}").OrderDescending(StringComparer.Ordinal));
        var crl = await portal.Api.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal([true, false], new[] { RevokedSerial,
            ActiveSerial }.Select(serial => SerialNumber.TryParse(serial, out var parsed) && CrlReader.Lists(crl, parsed.Value)));
    }

    private static async Task AssertJobsAsync(RunningPortal portal)
    {
        var states = new List<string>();
        for (var i = 1; i <= 5; i++)
        {
            states.Add((string)(await portal.GetAsync($"/things/house-r{i}/rotations"))["items"]![0]!["state"]!);
        }

        Assert.Equal(["requested", "issued", "proven", "committed", "rolledBack"], states);
        var wave = await portal.GetAsync($"/rotation-waves/{Wave}");
        Assert.Equal(("paused", 2, "test"), ((string)wave["state"]!, (int)wave["total"]!, (string)wave["createdBy"]!));
        var batch = await portal.GetAsync($"/revocation-batches/{Batch}");
        Assert.Equal(("canary", 2, 1, "superseded"),
            ((string)batch["state"]!, (int)batch["total"]!, (int)batch["done"]!, (string)batch["reason"]!));
        Assert.Single((await portal.GetAsync("/things/house-empty/enrolment-tokens"))["items"]!.AsArray());
    }

    private static async Task AssertPeopleAsync(RunningPortal portal)
    {
        var accounts = (await portal.GetAsync("/accounts"))["items"]!.AsArray();
        Assert.Equal(["mara support invited", "root administrator active"],
            accounts.Select(x => $"{x!["name"]} {x["role"]} {x["state"]}").Order(StringComparer.Ordinal));
        var tokens = (await portal.GetAsync("/tokens"))["items"]!.AsArray();
        Assert.Contains(tokens, x => (string)x!["name"]! == "line-3" && (string)x["role"]! == "operator");
        Assert.DoesNotContain(tokens, x => (string)x!["name"]! == "line-2");

        // The password still counts, and the pages answer.
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync("/sign-in");
        Assert.Equal("/", (await browser.SubmitAsync("sign-in/local", ("name", "root"), ("password", "correct horse battery"))).ToString());
        foreach (var page in (string[])["/",
            "/things/house-active", $"/rotations/{Wave}", $"/certificates/revocations/{Batch}", "/audit", "/connections/attempts"])
        {
            Assert.Equal((page, HttpStatusCode.OK), (page, (await browser.GetAsync(page)).Status));
        }
    }

    private static async Task AssertRecordsAsync(RunningPortal portal, TemporaryDirectory directory)
    {
        var attempts = (await portal.GetAsync("/attempts?limit=100"))["items"]!.AsArray();
        Assert.Equal(
            ["EST allowed 4", "MQTT 5 allowed 3", "MQTT 5 refused 1"],
            attempts.GroupBy(x => $"{x!["protocol"]} {x["outcome"]}")
                .Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));
        var refused = attempts.Single(x => (string)x!["outcome"]! == "refused")!;
        Assert.Equal(("house-revoked", "status-not-active"), ((string)refused["thingName"]!, (string)refused["code"]!));
        Assert.All(attempts.SelectMany(x => x!["checks"]!.AsArray()), check => Assert.Matches("^[a-z]+(-[a-z]+)+$", (string)check!["id"]!));
        var audit = (await portal.GetAsync("/audit?limit=100"))["items"]!.AsArray();
        Assert.Equal(AuditHash, (string)audit.Single(x => (int)x!["sequence"]! == AuditEntries)!["hash"]!);
        Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. PortalProcess.SettingsFor(directory.Path)])).ExitCode);
        await using var connection = new SqliteConnection($"Data Source={directory.File("fleet.db")};Mode=ReadOnly");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText =
            "SELECT count(*) FROM RetainedMessages WHERE Topic = 'fleet/pump/house-active/state' AND ThingName = 'house-active'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    private static TemporaryDirectory Unpacked()
    {
        var directory = new TemporaryDirectory();
        ZipFile.ExtractToDirectory(Path.Combine(AppContext.BaseDirectory, "Data", "portal-before-slices.zip"), directory.Path);
        return directory;
    }

    private static async Task<string> RotationAsync(RunningPortal portal, string thing) =>
        (string)(await portal.GetAsync($"/things/{thing}/rotations"))["items"]![0]!["id"]!;

    private static async Task<string> StatusAsync(RunningPortal portal, string thing)
    {
        var certificates = (await portal.GetAsync("/certificates?limit=100"))["items"]!.AsArray();
        var certificate = Assert.Single(certificates, x => (string)x!["thingName"]! == thing)!;
        return $"{(string)certificate["status"]!} {(string?)certificate["reason"]}".TrimEnd();
    }
}
