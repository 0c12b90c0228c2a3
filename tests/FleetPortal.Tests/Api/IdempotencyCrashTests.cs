using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Api;

/// <summary>kill -9 while requests with an Idempotency-Key are carried out: each is sent again, answered, and carried out once.</summary>
public sealed class IdempotencyCrashTests
{
    private const int Things = 120;
    private const int Senders = 16;
    private const int AnsweredBefore = 20;

    [Fact]
    public async Task AfterSuddenDeath_EachKeyedRequestInDoubt_IsAnswered_AndCarriedOutOnce()
    {
        using var directory = new TemporaryDirectory();
        var settings = PortalProcess.SettingsFor(directory.Path);
        await PortalProcess.FoundAsync(settings);
        var token =
            (await PortalProcess.RunAsync(["token", "create", "--name", "keys", "--role", "administrator", .. settings])).Output.Trim();
        var requests = Enumerable.Range(0, Things).Select(number => (Name: $"pump-{number}", Csr: Request($"pump-{number}"))).ToList();
        var answered = 0;
        var (process, address) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
        using (var client = ClientOf(address, token))
        {
            foreach (var (name, _) in requests)
            {
                Assert.Equal(HttpStatusCode.Created,
                    (await client.PostAsJsonAsync("/api/v1/things", new { name }, TestContext.Current.CancellationToken)).StatusCode);
            }

            var left = new ConcurrentQueue<(string, string)>(requests);
            var work = Enumerable.Range(0, Senders).Select(async _ =>
            {
                while (left.TryDequeue(out var request))
                {
                    try
                    {
                        await SendAsync(client, request);
                        if (Interlocked.Increment(ref answered) == AnsweredBefore)
                        {
                            process.Kill();
                        }
                    }
                    catch (HttpRequestException)
                    {
                        // In doubt: the portal died before it answered.
                    }
                    catch (IOException)
                    {
                        // In the middle of the answer.
                    }
                }
            });
            await Task.WhenAll(work);
            await PortalProcess.KillAsync(process);
        }

        Assert.InRange(answered, AnsweredBefore, Things - 1);
        (process, address) = await PortalProcess.ServeAsync(PortalProcess.QuickStart, settings);
        try
        {
            using var client = ClientOf(address, token);
            foreach (var request in requests)
            {
                var (status, body) = await SendAsync(client, request);
                Assert.True(status == HttpStatusCode.Created, body.ToJsonString());
                var thing = JsonNode.Parse(await client.GetStringAsync(new Uri($"/api/v1/things/{request.Name}", UriKind.Relative),
                    TestContext.Current.CancellationToken))!;
                Assert.Equal((string)body["id"]!, (string)Assert.Single(thing["certificates"]!.AsArray())!["id"]!);
            }
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(HttpClient client, (string Name, string Csr) request)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post,
            $"/api/v1/things/{request.Name}/certificates") { Content = JsonContent.Create(new { csrPem = request.Csr }) };
        message.Headers.Add("Idempotency-Key", $"issue {request.Name}");
        using var answer = await client.SendAsync(message, TestContext.Current.CancellationToken);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!);
    }

    private static string Request(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return EstClient.RequestOf(name, key).CreateSigningRequestPem();
    }

    private static HttpClient ClientOf(Uri address, string token)
    {
        var client = new HttpClient { BaseAddress = address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}
