using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Requests;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests;

/// <summary>A write that is sent again after a lost answer.</summary>
public sealed class IdempotencyTests
{
    [Fact]
    public async Task ARepeatedWrite_IsCarriedOutOnce_AndAnsweredAsTheFirstTime()
    {
        await using var portal = await RunningPortal.StartAsync();
        var first = await SendAsync(portal.Api, "/things", new { name = "pump-1" }, "key-1");
        var again = await SendAsync(portal.Api, "/things", new { name = "pump-1" }, "key-1");
        Assert.Equal((201, 201), (first.Status, again.Status));
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
        Assert.Equal((false, true), (first.Replayed, again.Replayed));
        Assert.Equal(409, (await SendAsync(portal.Api, "/things", new { name = "pump-1" }, "key-2")).Status);
        Assert.Equal("idempotency-key-reused", (string)(await SendAsync(portal.Api, "/things", new { name = "pump-2" }, "key-1")).Body["code"]!);
    }

    [Fact]
    public async Task APrivateKey_IsNotInTheRepeatedAnswer_AndNoSecondCertificateIsIssued()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "pump-1" });
        var first = await SendAsync(portal.Api, "/things/pump-1/certificates", new { }, "issue");
        var again = await SendAsync(portal.Api, "/things/pump-1/certificates", new { }, "issue");
        Assert.NotNull(first.Body["privateKeyPem"]);
        Assert.Null(again.Body["privateKeyPem"]);
        Assert.Equal((string)first.Body["id"]!, (string)again.Body["id"]!);
        Assert.Single((await portal.GetAsync("/things/pump-1"))["certificates"]!.AsArray());
    }

    [Fact]
    public async Task ARefusedWrite_LeavesTheKeyFree()
    {
        await using var portal = await RunningPortal.StartAsync();
        Assert.Equal(404, (await SendAsync(portal.Api, "/things/pump-1/certificates", new { }, "later")).Status);
        await portal.PostAsync("/things", new { name = "pump-1" });
        Assert.Equal(201, (await SendAsync(portal.Api, "/things/pump-1/certificates", new { }, "later")).Status);
    }

    [Fact]
    public async Task AKey_BelongsToItsActor()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var other = await portal.ClientOfAsync(Role.Operator);
        Assert.Equal(201, (await SendAsync(portal.Api, "/things", new { name = "a" }, "same")).Status);
        Assert.Equal(201, (await SendAsync(other, "/things", new { name = "b" }, "same")).Status);
    }

    [Fact]
    public async Task ARequestWhoseEndIsUnknown_IsNeitherCarriedOutAgainNorCalledDone()
    {
        await using var portal = await RunningPortal.StartAsync();

        // What a crash between the work and its answer leaves behind: a key without an answer, for this very request.
        await portal.Get<RequestLedger>().BeginAsync(new Actor("token", "test", Role.Administrator), "lost", Fingerprint("POST /api/v1/things\n{\"name\":\"a\"}"), TestContext.Current.CancellationToken);
        var answer = await SendAsync(portal.Api, "/things", new { name = "a" }, "lost");
        Assert.Equal((409, "request-in-progress"), (answer.Status, (string)answer.Body["code"]!));
        Assert.Equal(0, (int)(await portal.GetAsync("/things"))["total"]!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("256")]
    public async Task AKeyThatIsNone_IsRefused(string key)
    {
        await using var portal = await RunningPortal.StartAsync();
        var answer = await SendAsync(portal.Api, "/things", new { name = "a" }, key.Length == 0 ? "" : new string('k', 256));
        Assert.Equal((400, "idempotency-key-invalid"), (answer.Status, (string)answer.Body["code"]!));
    }

    private static byte[] Fingerprint(string text) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));

    private static async Task<(int Status, JsonObject Body, bool Replayed)> SendAsync(HttpClient client, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!.AsObject(), answer.Headers.Contains("Idempotency-Replayed"));
    }
}
