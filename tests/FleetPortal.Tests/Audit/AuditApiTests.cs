using System.Net;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Tests.Audit;

/// <summary><c>/audit</c>, <c>/audit/head</c> and the export.</summary>
public sealed class AuditApiTests(OnePortal one) : IClassFixture<OnePortal>
{
    private RunningPortal Portal => one.Portal;

    [Fact]
    public async Task AnEntry_HasActorActionTargetBeforeAfterAddressAndHashes()
    {
        await Portal.PostAsync("/things", new { name = "audited-1", type = "pump" });
        using var patch = await Portal.Api.PatchAsync(new Uri("/api/v1/things/audited-1", UriKind.Relative),
            System.Net.Http.Json.JsonContent.Create(new { type = "valve" }), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, patch.StatusCode);
        var items = (await Portal.GetAsync("/audit?target=audited-1&action=thing.changed&actor=test"))["items"]!.AsArray();
        var entry = Assert.Single(items)!;
        Assert.Equal(("test", "token", "thing.changed", "audited-1"),
            ((string)entry["actor"]!, (string)entry["actorKind"]!, (string)entry["action"]!, (string)entry["target"]!));
        Assert.Equal(("pump", "valve", "127.0.0.1"),
            ((string)entry["before"]!["type"]!, (string)entry["after"]!["type"]!, (string)entry["remoteAddress"]!));
        Assert.Matches("^[0-9a-f]{64}$", (string)entry["hash"]!);
        Assert.Matches("^[0-9a-f]{64}$", (string)entry["previousHash"]!);
    }

    [Fact]
    public async Task TheHead_IsTheNewestEntry_AndPagesFollowEachOther()
    {
        await Portal.PostAsync("/things", new { name = "audited-2" });
        var head = await Portal.GetAsync("/audit/head");
        var first = await Portal.GetAsync("/audit?limit=2");
        Assert.Equal((long)head["sequence"]!, (long)first["items"]![0]!["sequence"]!);
        Assert.Equal((string)head["hash"]!, (string)first["items"]![0]!["hash"]!);
        Assert.False(first.ContainsKey("total"));
        var second = await Portal.GetAsync($"/audit?limit=2&cursor={first["nextCursor"]}");
        Assert.Equal((long)first["items"]![1]!["sequence"]! - 1, (long)second["items"]![0]!["sequence"]!);
        Assert.Equal((string)first["items"]![1]!["previousHash"]!, (string)second["items"]![0]!["hash"]!);
    }

    [Theory]
    [InlineData("/audit?from=yesterday")]
    [InlineData("/audit?limit=0")]
    [InlineData("/audit?cursor=!!")]
    [InlineData("/audit?who=x")]
    [InlineData("/audit?actor=a&actor=b")]
    public async Task AFilterThatIsWrong_IsRefused(string path)
    {
        using var answer = await Portal.Api.GetAsync(new Uri("/api/v1" + path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task ATextThatIsTooLong_IsRefusedByName()
    {
        using var answer = await Portal.Api.GetAsync(new Uri("/api/v1/audit?target=" + new string('x', 257), UriKind.Relative),
            TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("audit-filter-invalid",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStranger_ReadsAndExportsNothing()
    {
        using var stranger = Portal.ClientOf(null);
        foreach (var path in new[] { "/api/v1/audit", "/api/v1/audit/head" })
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }

        using var browser = new FormBrowser(Portal.Application.PortalAddress);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync("/audit/export?format=csv")).Status);
    }

    [Fact]
    public async Task TheExport_HasAllEntries_AndNoFormula()
    {
        await using var portal = await RunningPortal.StartAsync(environment: "Development");
        await portal.PostAsync("/tokens", new { name = "=HYPERLINK(\"http://evil\")", role = "viewer" });
        using var browser = new FormBrowser(portal.Application.PortalAddress);
        await browser.GetAsync("/sign-in");
        await browser.SubmitAsync("sign-in/persona", ("persona", "Aiko"));
        var (status, csv, _) = await browser.GetAsync("/audit/export?format=csv");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("sequence,at,actor,", csv, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.DoesNotContain(",\"=HYPERLINK", csv, StringComparison.Ordinal);

        var (_, lines, _) = await browser.GetAsync("/audit/export?format=jsonl&action=token");
        var entries = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Contains(entries, entry => (string)entry["target"]! == "=HYPERLINK(\"http://evil\")");
        Assert.All(entries, entry => Assert.StartsWith("token.", (string)entry["action"]!, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.GetAsync("/audit/export?format=xml")).Status);
    }
}
