using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Applications;

public sealed class ApplicationApiTests
{
    [Fact]
    public async Task AnApplication_IsCreated_Changed_Listed_AndDeleted()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (status, created) = await portal.PostAsync("/applications",
            new { name = "historian", owner = "Data team", hears = new[] { "fleet/+/+/telemetry/#" }, maxConnections = 3 });
        Assert.Equal(201, status);
        Assert.Equal(("historian", "Data team", 3, 0, true), ((string)created["name"]!, (string)created["owner"]!,
            (int)created["maxConnections"]!, (int)created["connections"]!, (bool)created["enabled"]!));
        Assert.Equal("fleet/+/+/telemetry/#", (string)Assert.Single(created["hears"]!.AsArray())!);

        using var patch = await PatchAsync(portal, "historian", new { publishes = new[] { "fleet/+/{group:plant-2}/commands/#" } });
        Assert.Equal("\"2\"", patch.Headers.ETag!.Tag);
        var list = await portal.GetAsync("/applications?q=data");
        Assert.Equal(1, (int)list["total"]!);
        Assert.Equal("fleet/+/{group:plant-2}/commands/#", (string)list["items"]![0]!["publishes"]![0]!);

        using var stale = new HttpRequestMessage(HttpMethod.Delete, new Uri("/api/v1/applications/historian", UriKind.Relative));
        stale.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed,
            (await portal.Api.SendAsync(stale, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await portal.Api.DeleteAsync(
            new Uri("/api/v1/applications/historian", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, (int)(await portal.GetAsync("/applications"))["total"]!);
        Assert.NotNull((await portal.GetAsync("/applications/historian"))["deletedAt"]);
        var actions = (await portal.GetAsync("/audit?target=historian"))["items"]!.AsArray().Select(entry => (string)entry!["action"]!);
        Assert.Equal(["application.deleted", "application.changed", "application.created"], actions);
    }

    [Fact]
    public async Task EveryBadFilter_IsRefused_WithItsField()
    {
        await using var portal = await RunningPortal.StartAsync();
        foreach (var filter in new[] { "#", "+/+/#", "$share/g/#", "$share/g/fleet/+/+/telemetry/#", "apps/other/#", "apps/HISTORIAN/#" })
        {
            var (status, problem) = await portal.PostAsync("/applications", new { name = "historian", hears = new[] { filter } });
            Assert.Equal((400, "application-invalid"), (status, (string)problem["code"]!));
            Assert.Contains("hears", problem["faults"]!.ToJsonString(), StringComparison.Ordinal);
        }

        await portal.PostAsync("/things", new { name = "pump-1" });
        Assert.Equal(409, (await portal.PostAsync("/applications", new { name = "pump-1" })).Status);
        Assert.Equal(409, (await portal.PostAsync("/applications", new { name = "PUMP-1" })).Status);
        await portal.PostAsync("/applications", new { name = "historian" });
        Assert.Equal(409, (await portal.PostAsync("/things", new { name = "Historian" })).Status);
    }

    [Fact]
    public async Task ItsCertificate_NamesTheApplication_AndNoThing()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/applications", new { name = "historian" });
        var (status, issued) = await portal.PostAsync("/applications/historian/certificates", new { });
        Assert.Equal((201, "historian", true), (status, (string)issued["applicationName"]!, issued["thingName"] is null));
        Assert.NotNull(issued["privateKeyPem"]);
        var read = await portal.GetAsync($"/certificates/{issued["id"]}");
        Assert.Equal(("historian", true), ((string)read["applicationName"]!, read["thingName"] is null));
        Assert.Equal((string)issued["id"]!, (string)(await portal.GetAsync("/applications/historian"))["certificates"]![0]!["id"]!);
        Assert.Equal(404, (await portal.PostAsync("/things/historian/certificates", new { })).Status);
        Assert.Equal(404, (await portal.PostAsync("/applications/pump-1/certificates", new { })).Status);
        Assert.Equal(0, (int)(await portal.GetAsync("/things"))["total"]!);
        var (revoked, answer) = await portal.PostAsync($"/certificates/{issued["id"]}/revoke", new { reason = "keyCompromise" });
        Assert.Equal((200, "revoked"), (revoked, (string)answer["status"]!));
    }

    [Fact]
    public async Task AnOperator_ReadsApplications_ButGivesNoRights()
    {
        await using var portal = await RunningPortal.StartAsync();
        await portal.PostAsync("/applications", new { name = "historian" });
        using var client = await portal.ClientOfAsync(Role.Operator);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(
            new Uri("/api/v1/topics/listeners", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.PostAsJsonAsync(
            new Uri("/api/v1/applications", UriKind.Relative), new { name = "x" }, TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Created, (await client.PostAsJsonAsync(
            new Uri("/api/v1/applications/historian/certificates", UriKind.Relative), new { },
            TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task TheCommandLine_CreatesListsShowsAndDeletes_WhileThePortalRuns()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        var settings = PortalProcess.SettingsFor(directory.Path);
        var created = await PortalProcess.RunAsync(["application", "create", "--name", "historian", "--hears", "fleet/+/+/telemetry/#",
            "fleet/+/+/state/#", "--publishes", "apps/historian/state", "--owner", "Data team", .. settings]);
        Assert.Equal((0, "historian\n"), (created.ExitCode, created.Output));
        Assert.Equal(2, (await portal.GetAsync("/applications/historian"))["hears"]!.AsArray().Count);
        Assert.Contains("historian", (await PortalProcess.RunAsync(["application", "list", .. settings])).Output, StringComparison.Ordinal);
        var shown = await PortalProcess.RunAsync(["application", "show", "historian", .. settings]);
        Assert.Contains("publishes    apps/historian/state", shown.Output, StringComparison.Ordinal);
        var refused = await PortalProcess.RunAsync(["application", "create", "--name", "other", "--hears", "#", .. settings]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Equal(0, (await PortalProcess.RunAsync(["application", "delete", "historian", .. settings])).ExitCode);
        Assert.Equal(1, (await PortalProcess.RunAsync(["application", "delete", "historian", .. settings])).ExitCode);
    }

    private static async Task<HttpResponseMessage> PatchAsync(RunningPortal portal, string name, object body)
    {
        var answer = await portal.Api.PatchAsJsonAsync(
            new Uri($"/api/v1/applications/{name}", UriKind.Relative), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(name, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["name"]!);
        return answer;
    }
}
