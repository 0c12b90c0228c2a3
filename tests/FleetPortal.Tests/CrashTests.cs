using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>kill -9 while certificates are issued and revoked: what was answered is still so afterwards.</summary>
public sealed class CrashTests
{
    private const int Kills = 8;
    private const int Workers = 6;

    [Fact]
    public async Task WhatWasAnswered_SurvivesSuddenDeath()
    {
        using var directory = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(directory.Path);
        var token = (await PortalProcess.RunAsync(["token", "create", "--name", "crash", "--role", "administrator", .. settings])).Output.Trim();
        var (issued, revoked) = (new ConcurrentBag<string>(), new ConcurrentBag<string>());
        var number = System.Numerics.BigInteger.Zero;
        for (var round = 0; round < Kills; round++)
        {
            var (process, address) = await PortalProcess.ServeAsync(settings);
            using var client = ClientOf(address, token);
            number = await NumberAfterAsync(client, number);
            var target = issued.Count + 20;
            var work = Enumerable.Range(0, Workers).Select(worker => WorkAsync(client, $"crash-{round}-{worker}", issued, revoked)).ToList();
            await Eventually.Holds("twenty certificates more", () => issued.Count >= target);
            await PortalProcess.KillAsync(process);
            await Task.WhenAll(work);
        }

        var (last, lastAddress) = await PortalProcess.ServeAsync(settings);
        try
        {
            using var client = ClientOf(lastAddress, token);
            var known = await InventoryAsync(client);
            Assert.All(issued, id => Assert.Contains(id, known.Keys));
            Assert.All(revoked, id => Assert.Equal("revoked", known[id].Status));
            Assert.NotEmpty(revoked);
            await NumberAfterAsync(client, number);
            await AssertListedAsync(client, revoked.Select(id => known[id].Serial));
            Assert.Equal(known.Count, known.Values.Select(certificate => certificate.Serial).Distinct().Count());
            Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. settings])).ExitCode);
        }
        finally
        {
            await PortalProcess.KillAsync(last);
        }
    }

    /// <summary>The number of the first part's CRL as it is served; it never falls.</summary>
    private static async Task<System.Numerics.BigInteger> NumberAfterAsync(HttpClient client, System.Numerics.BigInteger before)
    {
        using var answer = await client.GetAsync(new Uri("/pki/crl/issuing-1-0.crl", UriKind.Relative));
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            Assert.Equal(System.Numerics.BigInteger.Zero, before);
            return before;
        }

        CertificateRevocationListBuilder.Load(await answer.Content.ReadAsByteArrayAsync(), out var number);
        Assert.True(number >= before, $"The CRL number fell from {before} to {number}.");
        return number;
    }

    /// <summary>What was answered as revoked is on the CRL, whatever died in between.</summary>
    private static async Task AssertListedAsync(HttpClient client, IEnumerable<string> serials)
    {
        var crl = await client.GetByteArrayAsync(new Uri("/pki/crl/issuing-1.crl", UriKind.Relative));
        Assert.All(serials, serial => Assert.True(SerialNumber.TryParse(serial, out var parsed) && CrlReader.Lists(crl, parsed.Value), $"{serial} is not on the CRL."));
    }

    private static HttpClient ClientOf(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static async Task WorkAsync(HttpClient client, string name, ConcurrentBag<string> issued, ConcurrentBag<string> revoked)
    {
        try
        {
            await client.PostAsJsonAsync(new Uri("/api/v1/things", UriKind.Relative), new { name });
            while (true)
            {
                using var answer = await client.PostAsync(new Uri($"/api/v1/things/{name}/certificates", UriKind.Relative), null);
                var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
                issued.Add(id);
                using var revocation = await client.PostAsJsonAsync(new Uri($"/api/v1/certificates/{id}/revoke", UriKind.Relative), new { reason = "superseded" });
                if (revocation.IsSuccessStatusCode)
                {
                    await revocation.Content.ReadAsStringAsync();
                    revoked.Add(id);
                }
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

    private static async Task<Dictionary<string, (string Status, string Serial)>> InventoryAsync(HttpClient client)
    {
        var known = new Dictionary<string, (string, string)>();
        string? cursor = null;
        do
        {
            var page = JsonNode.Parse(await client.GetStringAsync(new Uri($"/api/v1/certificates?limit=1000{(cursor is null ? "" : "&cursor=" + cursor)}", UriKind.Relative)))!;
            foreach (var item in page["items"]!.AsArray())
            {
                known[(string)item!["id"]!] = ((string)item["status"]!, (string)item["serialNumber"]!);
            }

            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        return known;
    }
}
