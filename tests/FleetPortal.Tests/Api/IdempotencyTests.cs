using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Idempotency;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Api;

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
        Assert.Equal("idempotency-key-reused",
            (string)(await SendAsync(portal.Api, "/things", new { name = "pump-2" }, "key-1")).Body["code"]!);
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

    [Theory]
    [InlineData("/things/pump-1/enrolment-tokens", "{}", "token")]
    [InlineData("/applications/historian/enrolment-tokens", "{}", "token")]
    [InlineData("/things/pump-1/certificates", "{\"pkcs12Password\":\"correct horse battery\"}", "pkcs12")]
    [InlineData("/tokens", "{\"name\":\"once\",\"role\":\"viewer\"}", "token")]
    [InlineData("/accounts", "{\"name\":\"once\",\"role\":\"viewer\"}", "inviteUrl")]
    public async Task ASecretThatIsShownOnce_IsNotInTheRepeatedAnswer(string path, string body, string secret)
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "pump-1" });
        await portal.PostAsync("/applications", new { name = "historian" });
        var content = JsonNode.Parse(body)!;
        var first = await SendAsync(portal.Api, path, content, "once");
        var again = await SendAsync(portal.Api, path, content, "once");
        Assert.Equal((201, 201, true), (first.Status, again.Status, again.Replayed));
        Assert.True(first.Body.Remove(secret));
        Assert.Equal(first.Body.ToJsonString(), again.Body.ToJsonString());
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
    public async Task AKey_BelongsToItsToken_NotToItsName()
    {
        await using var portal = await RunningPortal.StartAsync();
        var create = portal.Get<CreateApiToken>();
        using var one = portal.ClientOf(
            (await create.ExecuteAsync("same name", Role.Administrator, null, Actor.System, TestContext.Current.CancellationToken)).Secret);
        using var other = portal.ClientOf(
            (await create.ExecuteAsync("same name", Role.Viewer, null, Actor.System, TestContext.Current.CancellationToken)).Secret);
        Assert.Equal(201, (await SendAsync(one, "/things", new { name = "a" }, "same")).Status);
        var answer = await SendAsync(other, "/things", new { name = "a" }, "same");
        Assert.Equal((403, false), (answer.Status, answer.Replayed));
    }

    [Fact]
    public async Task StoredAnswer_IsNotGivenToALowerRole()
    {
        await using var portal = await RunningPortal.StartAsync();
        var ledger = portal.Get<IdempotencyStore>();
        var actor = new Actor("account", "Ada", Role.Operator);
        var first = ledger.Begin(actor, "key", [1]);
        await ledger.StoreAsync(first, new StoredAnswer(200, null, null, []));
        ledger.End(first);
        var again = ledger.Begin(actor with { Role = Role.Viewer }, "key", [1]);
        var refused = await Assert.ThrowsAsync<FleetError>(() => ledger.FindAsync(again, TestContext.Current.CancellationToken));
        Assert.Equal("forbidden", refused.Code);
        ledger.End(again);
        Assert.NotNull(await ledger.FindAsync(ledger.Begin(actor with { Role = Role.Administrator }, "key", [1]),
            TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RequestThatIsRunning_IsInProgress_AndFreeAgainWhenItIsOver()
    {
        await using var portal = await RunningPortal.StartAsync();
        var ledger = portal.Get<IdempotencyStore>();
        var actor = new Actor("account", "Ada", Role.Operator);
        var first = ledger.Begin(actor, "key", [1]);
        Assert.Equal("request-in-progress", Assert.Throws<FleetError>(() => ledger.Begin(actor, "key", [1])).Code);
        ledger.End(first);
        var second = ledger.Begin(actor, "key", [1]);
        Assert.Null(await ledger.FindAsync(second, TestContext.Current.CancellationToken));
    }

    public static TheoryData<string, string, int> LostAnswers => new()
    {
        { "/things", "{\"name\":\"pump-2\"}", 201 },
        { "/things/pump-1/certificates", "{}", 201 },
        { "/things/pump-1/contain", "{}", 200 },
        { "/things/pump-1/rotations", "{}", 201 },
        { "/things/pump-1/enrolment-tokens", "{}", 200 },
        { "/certificates/{id}/revoke", "{\"reason\":\"superseded\"}", 200 },
        { "/certificates/{id}/hold", "{}", 200 },
        { "/certificates/revoke-batch", "{\"q\":\"pump\",\"reason\":\"superseded\"}", 202 },
        { "/rotation-waves", "{\"q\":\"\"}", 201 },
        { "/authorities/issuing", "{\"name\":\"Next\"}", 201 },
        { "/tokens", "{\"name\":\"ci\",\"role\":\"viewer\"}", 200 },
    };

    /// <summary>The effect is committed, the answer is not stored: as after a sudden death, or on a disk that was full just then.</summary>
    [Theory]
    [MemberData(nameof(LostAnswers))]
    public async Task LostAnswer_IsMadeFromWhatWasCommitted_AndNothingIsDoneTwice(string path, string body, int status)
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        var device = await portal.EnrolAsync("pump-1");
        path = path.Replace("{id}", device.CertificateId, StringComparison.Ordinal);
        var content = JsonNode.Parse(body)!;
        var first = await SendAsync(portal.Api, path, content, "lost");
        Assert.InRange(first.Status, 200, 299);
        Assert.Equal(0, (await Tool.RunAsync("sqlite3",
            ["-cmd", ".timeout 30000", directory.File("fleet.db"), "UPDATE Requests SET Status = NULL, Body = NULL"])).ExitCode);
        var entries = await CountAuditAsync(directory);

        var again = await SendAsync(portal.Api, path, content, "lost");
        Assert.True(again.Replayed);
        Assert.Equal(status, again.Status);
        Assert.Equal(entries, await CountAuditAsync(directory));
        foreach (var field in again.Body.Where(field => first.Body.ContainsKey(field.Key)
            && field.Key is "id" or "name" or "status" or "serialNumber" or "certificatePem" or "chainPem"))
        {
            Assert.Equal(first.Body[field.Key]!.ToJsonString(), field.Value!.ToJsonString());
        }

        foreach (var secret in new[] { "privateKeyPem", "token" })
        {
            Assert.Null(again.Body[secret]);
            Assert.DoesNotContain((string?)first.Body[secret] ?? "no such secret", again.Body.ToJsonString(), StringComparison.Ordinal);
        }
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

    private static async Task<string> CountAuditAsync(TemporaryDirectory directory) =>
        (await Tool.RunAsync("sqlite3", ["-cmd", ".timeout 30000", directory.File("fleet.db"),
            "SELECT count(*) FROM Audit WHERE ActorKind = 'token' AND Action <> 'certificate.revoked' AND Action NOT LIKE "
            + "'revocation-batch.%'"])).Output;

    private static async Task<(int Status, JsonObject Body, bool Replayed)> SendAsync(
        HttpClient client, string path, object body, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1" + path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!
            .AsObject(), answer.Headers.Contains("Idempotency-Replayed"));
    }
}
