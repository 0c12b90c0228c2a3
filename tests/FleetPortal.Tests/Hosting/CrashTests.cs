using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// kill -9 while certificates are issued, renewed over EST, rotated step by step, revoked, CRLs published, and messages exchanged with QoS
/// 1 and 2: what was answered is still so afterwards.
/// </summary>
public sealed class CrashTests
{
    // A start is mostly the work of one thread, so two portals die side by side.
    private const int Portals = 2;
    private const int KillsEach = 25;
    private const int Workers = 6;
    private const int Devices = 3;

    // As many as an OCSP request may ask for.
    private const int AskedTogether = 8;

    // The version of MQTT that each portal's clients speak.
    private static readonly byte[] _versions = [5, 4];
    private static readonly LifeStep[] _steps = Enum.GetValues<LifeStep>();
    private static readonly LifeStep[] _operators = [LifeStep.Revoke, LifeStep.Publish];

    [Fact]
    public async Task WhatWasAnswered_SurvivesSuddenDeath()
    {
        var lives = await Task.WhenAll(Enumerable.Range(0, Portals).Select(DieAgainAndAgainAsync));
        Assert.Equal(_steps.Except(_operators), lives.SelectMany(life => life.Interrupted).Distinct().Order());
        Assert.True(lives.Sum(life => life.Unpublished) > 0, "No death came between a revocation and its CRL.");
        Assert.True(lives.Sum(life => life.Committed) > Portals * KillsEach / 2, "Few rotations were committed.");
        Assert.Equal(Enum.GetValues<ExchangePoint>(), lives.SelectMany(life => life.Exchanges).Distinct().Order());
    }

    /// <summary>Kills one portal again and again, checks it after each start, and everything after the last one.</summary>
    /// <param name="number">Which portal; the steps in which they die are shifted by it.</param>
    private static async Task<Life> DieAgainAndAgainAsync(int number)
    {
        using var directory = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(directory.Path);
        await PortalProcess.FoundAsync(settings);
        var token =
            (await PortalProcess.RunAsync(["token", "create", "--name", "crash", "--role", "administrator", .. settings])).Output.Trim();
        var (issued, revoked) = (new ConcurrentBag<string>(), new ConcurrentQueue<(string Id, string Serial)>());
        var numbers = new Dictionary<string, System.Numerics.BigInteger>();
        var unpublished = 0;
        var devices = Enumerable.Range(0, Devices).Select(device => new RotatingDevice($"rotated-{device}")).ToList();
        PersistentTraffic? traffic = null;
        for (var round = 0; round < KillsEach; round++)
        {
            var fatal = _steps[(round + number) % _steps.Length];
            var (process, address) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
            var dead = false;
            try
            {
                using var portal = await DyingPortal.MeetAsync(address, token, fatal);
                await AssertNumbersDoNotFallAsync(portal.Api, numbers);
                await AssertOcspSaysRevokedAsync(portal.Api, directory, revoked.TakeLast(AskedTogether));
                traffic ??= await PersistentTraffic.EnrolAsync(_versions[number], portal);
                var (target, messages) = (issued.Count + 20, traffic.Acknowledged + 20);
                var name = $"crash-{round}";
                List<Task> work =
                [
                    traffic.WorkAsync(portal),
                    .. devices.Select(device => device.WorkAsync(portal)),
                    .. Enumerable.Range(0, Workers).Select(worker => WorkAsync(portal, $"{name}-{worker}", issued, revoked)),
                ];

                // Work whose assertion failed would never come so far.
                await Eventually.Holds("twenty certificates and messages more", () =>
                    (issued.Count >= target && traffic.Acknowledged >= messages) || work.Any(one => one.IsCompleted));
                await Task.WhenAny([portal.FatalStepAsync(), .. work])
                    .WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
                dead = true;
                await PortalProcess.KillAsync(process);
                await Task.WhenAll(work);
            }
            finally
            {
                if (!dead)
                {
                    await PortalProcess.KillAsync(process);
                }
            }

            unpublished += fatal == LifeStep.Publish && await HasUnpublishedPartAsync(directory) ? 1 : 0;
        }

        var (last, lastAddress) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
        try
        {
            using var portal = await DyingPortal.MeetAsync(lastAddress, token, LifeStep.Begin);
            var client = portal.Api;
            var known = await InventoryAsync(client);
            Assert.All(issued, id => Assert.Contains(id, known.Keys));
            Assert.All(revoked, one => Assert.Equal(("revoked", one.Serial), known[one.Id]));
            Assert.NotEmpty(revoked);
            await AssertNumbersDoNotFallAsync(client, numbers);
            await AssertListedAsync(client, revoked.Select(one => one.Serial));
            foreach (var together in revoked.Chunk(AskedTogether))
            {
                await AssertOcspSaysRevokedAsync(client, directory, together);
            }

            Assert.Equal(known.Count, known.Values.Select(certificate => certificate.Serial).Distinct().Count());
            foreach (var device in devices)
            {
                await device.AssertWhatWasPromisedAsync(portal);
            }

            await traffic!.AssertWhatWasPromisedAsync(portal);
            Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. settings])).ExitCode);
            return new Life([.. devices.SelectMany(device => device.Interrupted)],
                unpublished, devices.Sum(device => device.Committed), [.. traffic.Interrupted]);
        }
        finally
        {
            await PortalProcess.KillAsync(last);
            devices.ForEach(device => device.Dispose());
            traffic?.Dispose();
        }
    }

    /// <summary>The numbers of the first part's CRL, of the whole one and of the root's, as they are served; they never fall.</summary>
    private static async Task AssertNumbersDoNotFallAsync(HttpClient client, Dictionary<string, System.Numerics.BigInteger> numbers)
    {
        foreach (var name in new[] { "issuing-1-0", "issuing-1", "root-1" })
        {
            using var answer = await client.GetAsync(new Uri($"/pki/crl/{name}.crl", UriKind.Relative));
            if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
            {
                Assert.DoesNotContain(name, numbers.Keys);
                continue;
            }

            CertificateRevocationListBuilder.Load(await answer.Content.ReadAsByteArrayAsync(), out var number);
            Assert.True(number >= numbers.GetValueOrDefault(name),
                $"The CRL number of {name} fell from {numbers.GetValueOrDefault(name)} to {number}.");
            numbers[name] = number;
        }
    }

    /// <summary>
    /// Whether the death came after a revocation was committed and before its part of the CRL was. A copy is asked: the portal is to find
    /// what death left, not what a reader has put in order.
    /// </summary>
    private static async Task<bool> HasUnpublishedPartAsync(TemporaryDirectory directory)
    {
        using var copy = new TemporaryDirectory();
        foreach (var name in new[] { "fleet.db", "fleet.db-wal" })
        {
            File.Copy(directory.File(name), copy.File(name));
        }

        return (await Tool.RunAsync("sqlite3", [copy.File("fleet.db"),
            "SELECT count(*) > 0 FROM CrlShards WHERE PublishedRevision > 0 AND Revision > PublishedRevision"])).Output.Trim() == "1";
    }

    /// <summary>What was answered as revoked is never good again, whatever died in between: asked with OpenSSL.</summary>
    private static async Task AssertOcspSaysRevokedAsync(
        HttpClient client, TemporaryDirectory directory, IEnumerable<(string Id, string Serial)> revoked)
    {
        var serials = revoked.Select(one => one.Serial).ToList();
        if (serials.Count == 0)
        {
            return;
        }

        var (issuing, roots) = (directory.File("issuing.pem"), directory.File("roots.pem"));
        await File.WriteAllTextAsync(issuing,
            Pem.Write(Pem.Certificate, await client.GetByteArrayAsync(new Uri("/pki/authorities/issuing-1.crt", UriKind.Relative))));
        await File.WriteAllTextAsync(roots, await client.GetStringAsync(new Uri("/pki/roots.pem", UriKind.Relative)));
        var answer = await Tool.RunAsync("openssl", ["ocsp", "-issuer", issuing, "-CAfile", roots, "-url",
            new Uri(client.BaseAddress!, "/pki/ocsp").ToString(), .. serials.SelectMany(serial => new[] { "-serial", "0x" + serial })]);
        Assert.Contains("Response verify OK", answer.All, StringComparison.Ordinal);
        Assert.Equal(serials.Count, answer.Output.Split(": revoked").Length - 1);
    }

    /// <summary>What was answered as revoked is on the CRL, whatever died in between.</summary>
    private static async Task AssertListedAsync(HttpClient client, IEnumerable<string> serials)
    {
        var crl = await client.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative));
        Assert.All(serials, serial => Assert.True(SerialNumber.TryParse(serial, out var parsed) && CrlReader.Lists(crl, parsed.Value),
            $"{serial} is not on the CRL."));
    }

    private static async Task WorkAsync(
        DyingPortal portal, string name, ConcurrentBag<string> issued, ConcurrentQueue<(string Id, string Serial)> revoked)
    {
        var client = portal.Api;
        try
        {
            await client.PostAsJsonAsync(new Uri("/api/v1/things", UriKind.Relative), new { name });
            while (true)
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                using var answer = await client.PostAsJsonAsync(new Uri($"/api/v1/things/{name}/certificates", UriKind.Relative),
                    new { csrPem = EstClient.RequestOf(name, key).CreateSigningRequestPem() });
                var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                var id = (string)body["id"]!;
                issued.Add(id);
                using var own = X509Certificate2.CreateFromPem((string)body["certificatePem"]!, key.ExportPkcs8PrivateKeyPem());
                using var next = await EstClient.RenewAsync(portal.DevicesAddress, name, own);
                issued.Add(CertificateId.Of(next.RawData).ToString());
                await RevokeAsync(portal, (id, (string)body["serialNumber"]!), revoked);
            }
        }
        catch (HttpRequestException)
        {
            // The portal was killed: this request was never answered, so nothing is promised about it.
        }
        catch (IOException)
        {
            // The same, in the middle of an answer.
        }
    }

    private static async Task RevokeAsync(
        DyingPortal portal, (string Id, string Serial) certificate, ConcurrentQueue<(string Id, string Serial)> revoked)
    {
        portal.Begins(LifeStep.Revoke);
        var revocation = portal.PostAsync($"/certificates/{certificate.Id}/revoke", new { reason = "superseded" });
        while (portal.DiesIn(LifeStep.Publish) && !revocation.IsCompleted)
        {
            // Who has seen it revoked is not to see it good again either, whether or not whoever asked was answered.
            if ((string)(await portal.GetAsync($"/certificates/{certificate.Id}"))["status"]! == "revoked" && !revocation.IsCompleted)
            {
                revoked.Enqueue(certificate);
                portal.Begins(LifeStep.Publish);
                break;
            }
        }

        if ((await revocation).Status == System.Net.HttpStatusCode.OK && !revoked.Contains(certificate))
        {
            revoked.Enqueue(certificate);
        }
    }

    private static async Task<Dictionary<string, (string Status, string Serial)>> InventoryAsync(HttpClient client)
    {
        var known = new Dictionary<string, (string, string)>();
        string? cursor = null;
        do
        {
            var page = JsonNode.Parse(await client.GetStringAsync(
                new Uri($"/api/v1/certificates?limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}", UriKind.Relative)))!;
            foreach (var item in page["items"]!.AsArray())
            {
                known[(string)item!["id"]!] = ((string)item["status"]!, (string)item["serialNumber"]!);
            }

            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        return known;
    }

    /// <summary>What one portal went through.</summary>
    /// <param name="Interrupted">The steps of devices in which it died.</param>
    /// <param name="Unpublished">Deaths between a revocation and its CRL.</param>
    /// <param name="Committed">Rotations that were answered as committed.</param>
    /// <param name="Exchanges">The points of MQTT exchanges in which it died.</param>
    private sealed record Life(
        IReadOnlyList<LifeStep> Interrupted, int Unpublished, int Committed, IReadOnlyList<ExchangePoint> Exchanges);
}
