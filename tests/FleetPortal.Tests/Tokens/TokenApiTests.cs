using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Tokens;

public sealed class TokenApiTests
{
    [Fact]
    public async Task ATokensSecret_IsInTheAnswerOfPostOnly_AndARevokedOneIsRefusedAtOnce()
    {
        await using var portal = await RunningPortal.StartAsync();
        var (status, created) = await portal.PostAsync("/tokens", new { name = "grafana", role = "viewer" });
        Assert.Equal(201, status);
        using var grafana = portal.ClientOf((string)created["token"]!);
        var me =
            (await grafana.GetFromJsonAsync<JsonObject>(new Uri("/api/v1/me", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Equal(("token", "grafana", "viewer", "test"),
            ((string)me["kind"]!, (string)me["name"]!, (string)me["role"]!, (string)me["createdBy"]!));
        Assert.Equal(90, Math.Round(((DateTimeOffset)me["expiresAt"]! - (DateTimeOffset)me["createdAt"]!).TotalDays));

        var listed = (await portal.GetAsync("/tokens"))["items"]!.AsArray().Single(x => (string)x!["name"]! == "grafana")!;
        Assert.Equal((string)created["id"]!, (string)listed["id"]!);
        Assert.DoesNotContain((string)created["token"]!, (await portal.GetAsync("/tokens")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await grafana.GetAsync(new Uri("/api/v1/tokens", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await portal.Api.DeleteAsync(new Uri($"/api/v1/tokens/{created["id"]}", UriKind.Relative),
            TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized,
            (await grafana.GetAsync(new Uri("/api/v1/me", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    [Theory]
    [InlineData("support,operator")]
    [InlineData("3")]
    [InlineData("operator ")]
    public async Task ARole_IsOneName(string role)
    {
        await using var portal = await RunningPortal.StartAsync();
        var (status, problem) = await portal.PostAsync("/tokens", new { name = "x", role });
        Assert.Equal((400, "token-invalid"), (status, (string)problem["code"]!));
        var list = await portal.Api.GetAsync(new Uri("/api/v1/certificates?status=active,hold", UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, list.StatusCode);
    }

    [Fact]
    public async Task TheCommandLine_ListsAndRevokes_WhileThePortalRuns_AndOpenStreamsEnd()
    {
        using var directory = new TemporaryDirectory();
        await using var portal = await RunningPortal.StartAsync(directory);
        var (_, created) = await portal.PostAsync("/tokens", new { name = "back end", role = "viewer" });
        using var client = portal.ClientOf((string)created["token"]!);
        using var answer = await client.GetAsync(new Uri("/api/v1/events", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        var settings = PortalProcess.SettingsFor(directory.Path);
        var list = await PortalProcess.RunAsync(["token", "list", .. settings]);
        Assert.Contains($"{created["id"]}  viewer", list.Output, StringComparison.Ordinal);
        Assert.Contains("back end", list.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await PortalProcess.RunAsync(["token", "revoke", (string)created["id"]!, .. settings])).ExitCode);

        // The stream ends by itself; a heartbeat comes every 15 seconds only.
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is not null)
        {
        }

        Assert.Equal(1, (await PortalProcess.RunAsync(["token", "revoke", (string)created["id"]!, .. settings])).ExitCode);
    }

    [Fact]
    public async Task AToken_CannotEndTokensOfOthers_UnlessItIsAnAdministrators()
    {
        await using var portal = await RunningPortal.StartAsync();
        using var viewer = await portal.ClientOfAsync(Role.Viewer);
        var other = (await portal.GetAsync("/tokens"))["items"]!.AsArray().First(x => (string)x!["role"]! == "administrator")!;
        Assert.Equal(HttpStatusCode.Forbidden, (await viewer.DeleteAsync(new Uri($"/api/v1/tokens/{other["id"]}", UriKind.Relative),
            TestContext.Current.CancellationToken)).StatusCode);
    }
}
