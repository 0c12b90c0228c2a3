using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Api;

public sealed class ApiTests
{
    [Theory]
    [InlineData(Role.Viewer, 403, 403, 403)]
    [InlineData(Role.Support, 403, 200, 403)]
    [InlineData(Role.Operator, 201, 200, 403)]
    [InlineData(Role.Administrator, 201, 200, 201)]
    public async Task EachRole_MayWhatItIsFor(Role role, int register, int contain, int token)
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "target" });
        using var client = await portal.ClientOfAsync(role);
        Assert.Equal(register, await StatusAsync("/things", new { name = "new" }));
        Assert.Equal(contain, await StatusAsync("/things/target/contain", new { }));
        Assert.Equal(token, await StatusAsync("/tokens", new { name = "t", role = "viewer" }));

        async Task<int> StatusAsync(string path, object body) => (int)(await client.PostAsJsonAsync("/api/v1" + path, body)).StatusCode;
    }

    [Theory]
    [InlineData("{\"nmae\":\"x\"}", "There is no field nmae here.")]
    [InlineData("{\"name\":7}", "The value at $.name has the wrong type.")]
    [InlineData("{\"name\":", "Expected depth to be zero")]
    public async Task WhatIsWrongWithABody_IsSaidInTheWordsOfTheApi(string body, string expected)
    {
        await using var portal = await RunningPortal.StartAsync();
        using var content = new StringContent(body, System.Net.Http.Headers.MediaTypeHeaderValue.Parse("application/json"));
        using var answer = await portal.Api.PostAsync(new Uri("/api/v1/things", UriKind.Relative),
            content, TestContext.Current.CancellationToken);
        var text = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
        Assert.Equal((400, "body-invalid"), ((int)answer.StatusCode, (string)text["code"]!));
        Assert.Contains(expected, (string)text["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenApi_DescribesWhatThereIs()
    {
        await using var portal = await RunningPortal.StartAsync();
        var document = JsonNode
            .Parse(await portal.Api.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Equal((ProductVersion.Text, "/"),
            ((string)document["info"]!["version"]!, (string)Assert.Single(document["servers"]!.AsArray())!["url"]!));
        var paths = document["paths"]!.AsObject().Select(path => path.Key).ToList();
        foreach (var path in new[] { "/api/v1/things", "/api/v1/things/{name}", "/api/v1/things/{name}/certificates",
            "/api/v1/certificates/{id}/revoke", "/api/v1/connections", "/api/v1/attempts", "/pki/roots.pem" })
        {
            Assert.Contains(path, paths);
        }
    }

    [Fact]
    public async Task ABatch_IssuesWhatIsSound_AndNamesWhatIsNot()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "pump-1" });
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var csrPem = new CertificateRequest("CN=pump-1", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        var (status, body) = await portal.PostAsync("/certificates/issue-batch",
            new { items = new[] { new { thingName = "pump-1", csrPem }, new { thingName = "pump-2", csrPem } } });
        Assert.Equal(200, status);
        var issued = Assert.Single(body["issued"]!.AsArray())!;
        Assert.Equal(("pump-1", "pump-2"), ((string)issued["thingName"]!, (string)Assert.Single(body["failed"]!.AsArray())!["thingName"]!));
        Assert.Contains("BEGIN CERTIFICATE", (string)body["chains"]![(string)issued["authority"]!]!, StringComparison.Ordinal);
        Assert.Equal(400, (await portal.PostAsync("/certificates/issue-batch", new { items = new object?[] { null } })).Status);
        Assert.Equal(400, (await portal.PostAsync("/certificates/issue-batch", new { items = Array.Empty<object>() })).Status);
    }

    [Fact]
    public async Task TheLastCredentialOfAThing_IsAskedAbout_AndTheAnswerSaysSo()
    {
        await using var portal = await RunningPortal.StartAsync();
        var first = await portal.EnrolAsync("pump-1");
        var second = await portal.IssueAsync("pump-1");
        var (_, looked) = await portal.PostAsync($"/certificates/{first.CertificateId}/revoke", new { dryRun = true });
        Assert.Equal((1, 0), ((int)looked["certificates"]!, (int)looked["withoutCredential"]!));
        var (_, one) = await portal.PostAsync($"/certificates/{first.CertificateId}/revoke",
            new { reason = "superseded", keepLast = true });
        Assert.Equal(("revoked", false), ((string)one["status"]!, (bool)one["leftWithoutCredential"]!));

        var (_, warned) = await portal.PostAsync($"/certificates/{second.CertificateId}/revoke", new { dryRun = true });
        Assert.Equal(("pump-1", 1),
            ((string)Assert.Single(warned["withoutCredentialExamples"]!.AsArray())!, (int)warned["withoutCredential"]!));
        var (status, refused) =
            await portal.PostAsync($"/certificates/{second.CertificateId}/revoke", new { reason = "superseded", keepLast = true });
        Assert.Equal((422, "last-credential"), (status, (string)refused["code"]!));
        foreach (var path in new[] { $"/certificates/{second.CertificateId}/hold", "/things/pump-1/contain" })
        {
            var (_, before) = await portal.PostAsync(path, new { dryRun = true });
            Assert.Equal((1, 1), ((int)before["certificates"]!, (int)before["withoutCredential"]!));
        }

        Assert.Equal("active", (string)(await portal.GetAsync($"/certificates/{second.CertificateId}"))["status"]!);
        Assert.True((bool)(await portal.PostAsync($"/certificates/{second.CertificateId}/hold", new { })).Body["leftWithoutCredential"]!);
        Assert
            .False((bool)(await portal.PostAsync($"/certificates/{second.CertificateId}/release", new { })).Body["leftWithoutCredential"]!);
        Assert.True((bool)(await portal.PostAsync($"/certificates/{second.CertificateId}/revoke",
            new { reason = "superseded" })).Body["leftWithoutCredential"]!);
    }

    [Fact]
    public async Task Ready_NamesTheMqttPort()
    {
        await using var portal = await RunningPortal.StartAsync();
        var ready = JsonNode
            .Parse(await portal.Api.GetStringAsync(new Uri("/health/ready", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Equal(("ok", portal.MqttPort), ((string)ready["state"]!, (int)ready["mqttPort"]!));
    }

    [Fact]
    public async Task AThing_IsChangedByVersion_AndRetired()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/things", new { name = "x", type = "pump" });
        using var changed = await portal.Api.PatchAsJsonAsync("/api/v1/things/x",
            new { attributes = new { site = "east" }, version = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)changed.StatusCode);
        using var stale = await portal.Api.PatchAsJsonAsync("/api/v1/things/x",
            new { attributes = new { site = "west" }, version = 1 }, TestContext.Current.CancellationToken);
        Assert.Equal(412, (int)stale.StatusCode);
        using var retired = await portal.Api.DeleteAsync(new Uri("/api/v1/things/x", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(200, (int)retired.StatusCode);
        Assert.Equal(409, (await portal.PostAsync("/things", new { name = "x" })).Status);
    }

    [Fact]
    public async Task Lists_GoOnByCursor()
    {
        await using var portal = await RunningPortal.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await portal.PostAsync("/things", new { name = $"t{i}" });
        }

        var first = await portal.GetAsync("/things?limit=3");
        var second = await portal.GetAsync($"/things?limit=3&cursor={first["nextCursor"]}");
        Assert.Equal((5, 3, 2), ((int)first["total"]!, first["items"]!.AsArray().Count, second["items"]!.AsArray().Count));
        Assert.Null(second["nextCursor"]);
    }

    [Fact]
    public async Task Things_AreListedByTheirEnd_TheOnesWithoutACertificateLast()
    {
        await using var portal = await RunningPortal.StartAsync();
        foreach (var (name, days) in new[] { ("a", 90), ("b", 0), ("c", 10), ("d", 0), ("e", 10), ("f", 30) })
        {
            await portal.PostAsync("/things", new { name });
            if (days > 0)
            {
                await portal.PostAsync($"/things/{name}/certificates", new { validityDays = days });
            }
        }

        var names = new List<string>();
        var cursor = "";
        do
        {
            var page = await portal.GetAsync($"/things?sort=expires&limit=2{cursor}");
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["name"]!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : "";
        }
        while (cursor.Length > 0);
        Assert.Equal(["a", "c", "e", "f"], names.Take(4).Order());
        Assert.Equal(("f", "a"), (names[2], names[3]));
        Assert.Equal(["b", "d"], names.Skip(4));
        Assert.Equal("c", (string)(await portal.GetAsync("/certificates?sort=expires&limit=1"))["items"]![0]!["thingName"]!);
        using var unknown = await portal.Api.GetAsync(new Uri("/api/v1/things?sort=colour", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(400, (int)unknown.StatusCode);
    }
}
