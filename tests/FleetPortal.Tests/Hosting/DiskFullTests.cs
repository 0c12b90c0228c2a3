using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Hosting;

/// <summary>
/// A disk that is full in the middle of the work: what was answered is there, what was not is refused with a reason, and nothing is half
/// done.
/// </summary>
public sealed class DiskFullTests
{
    // Room for a new database, and for some hundred certificates in the write-ahead log.
    private const int DiskKibibytes = 3000;

    [Fact]
    public async Task OnAFullDisk_IssuingAndRevokingAreRefused_WhatWasAnsweredStays_AndItGoesOnWhenThereIsRoom()
    {
        using var directory = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(directory.Path);
        await PortalProcess.FoundAsync(settings);
        var token =
            (await PortalProcess.RunAsync(["token", "create", "--name", "full", "--role", "administrator", .. settings])).Output.Trim();
        var (issued, revoked) = (new List<string>(), new List<string>());
        var (process, address) = await PortalProcess.ServeOnSmallDiskAsync(DiskKibibytes, settings);
        try
        {
            using var client = ClientOf(address, token);
            JsonObject refusal;
            while (true)
            {
                var (status, body) = await IssueAsync(client, issued.Count);
                if (status != HttpStatusCode.Created)
                {
                    Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
                    refusal = body;
                    break;
                }

                issued.Add((string)body["id"]!);
            }

            Assert.Contains((string)refusal["code"]!, new[] { "disk-full", "disk-failed" });
            Assert.NotEmpty(issued);

            // A smaller write may still find room: whichever it is, the answer is what happened.
            var revocations = new List<(string Id, HttpStatusCode Status)>();
            foreach (var id in issued.Take(5))
            {
                revocations.Add((id, await RevokeAsync(client, id)));
                Assert.Equal(revocations[^1].Status == HttpStatusCode.OK
                    ? "revoked" : "active", (string)(await ReadAsync(client, id))["status"]!);
            }

            Assert.All(revocations, x => Assert.Contains(x.Status, new[] { HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable }));
            issued.RemoveAll(id => revocations.Contains((id, HttpStatusCode.OK)));
            revoked.AddRange(revocations.Where(x => x.Status == HttpStatusCode.OK).Select(x => x.Id));
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }

        (process, address) = await PortalProcess.ServeAsync(settings);
        try
        {
            using var client = ClientOf(address, token);
            foreach (var id in issued)
            {
                Assert.Equal("active", (string)(await ReadAsync(client, id))["status"]!);
            }

            foreach (var id in revoked)
            {
                Assert.Equal("revoked", (string)(await ReadAsync(client, id))["status"]!);
            }

            Assert.Equal(issued.Count + revoked.Count, (int)(await ReadAsync(client, "../certificates?limit=1"))["total"]!);
            Assert.Equal(HttpStatusCode.Created, (await IssueAsync(client, issued.Count + revoked.Count + 1)).Status);
            Assert.Equal(HttpStatusCode.OK, await RevokeAsync(client, issued[0]));
            Assert.Equal(0, (await PortalProcess.RunAsync(["audit", "verify", .. settings])).ExitCode);
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonObject Body)> IssueAsync(HttpClient client, int number)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var registered = await client.PostAsJsonAsync(new Uri("/api/v1/things", UriKind.Relative), new { name = $"full-{number}" });
        if (!registered.IsSuccessStatusCode)
        {
            return (registered.StatusCode, await BodyAsync(registered));
        }

        using var answer = await client.PostAsJsonAsync(
            new Uri($"/api/v1/things/full-{number}/certificates", UriKind.Relative),
            new { csrPem = new CertificateRequest($"CN=full-{number}", key, HashAlgorithmName.SHA256).CreateSigningRequestPem() });
        return (answer.StatusCode, await BodyAsync(answer));
    }

    private static async Task<HttpStatusCode> RevokeAsync(HttpClient client, string id)
    {
        using var answer = await client.PostAsJsonAsync(new Uri($"/api/v1/certificates/{id}/revoke", UriKind.Relative),
            new { reason = "superseded" });
        return answer.StatusCode;
    }

    private static async Task<JsonObject> ReadAsync(HttpClient client, string what)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/certificates/{what}", UriKind.Relative));
        return await BodyAsync(answer);
    }

    private static async Task<JsonObject> BodyAsync(
        HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();

    private static HttpClient ClientOf(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
