using System.Globalization;
using System.Text.Json.Nodes;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

public sealed class CurlTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Fact]
    public async Task TheApi_SpeaksAsTheContractSays()
    {
        var created = JsonNode.Parse((await CurlAsync("-X", "POST", "-H", "Content-Type: application/json", "-d",
            "{\"name\":\"curled\",\"type\":\"pump\",\"groups\":[\"a\"],\"attributes\":{\"k\":\"v\"}}", Url("/api/v1/things"))).Output)!;
        Assert.Equal("curled", (string)created["name"]!);
        var issued = JsonNode.Parse((await CurlAsync("-X", "POST", Url("/api/v1/things/curled/certificates"))).Output)!;
        Assert.StartsWith("-----BEGIN PRIVATE KEY-----", (string)issued["privateKeyPem"]!, StringComparison.Ordinal);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", (string)issued["chainPem"]!, StringComparison.Ordinal);
        var read = JsonNode.Parse((await CurlAsync(Url("/api/v1/things/curled"))).Output)!;
        Assert.Equal((string)issued["id"]!, (string)read["certificates"]![0]!["id"]!);
        foreach (var field in new[] { "name", "type", "groups", "attributes", "enabled", "connected", "certificates", "version" })
        {
            Assert.NotNull(read[field]);
        }
    }

    [Theory]
    [InlineData("/api/v1/things/nobody", "404", "thing-not-found")]
    [InlineData("/api/v1/certificates/xyz", "400", "certificate-id-invalid")]
    [InlineData("/api/v1/things?q=status:odd", "400", "query-invalid")]
    [InlineData("/api/v1/things?limit=5000", "400", "limit-invalid")]
    [InlineData("/api/v1/things?cursor=***", "400", "cursor-invalid")]
    [InlineData("/api/v1/nothing", "404", "endpoint-not-found")]
    public async Task Errors_AreProblemsWithACode(string path, string status, string code)
    {
        var answer = await CurlAsync("-w", "\n%{http_code} %{content_type}", Url(path));
        var lines = answer.Output.TrimEnd().Split('\n');
        Assert.StartsWith($"{status} application/problem+json", lines[^1], StringComparison.Ordinal);
        Assert.Equal(code, (string)JsonNode.Parse(string.Concat(lines[..^1]))!["code"]!);
    }

    [Theory]
    [InlineData("{\"name\":", "body-invalid")]
    [InlineData("{\"nmae\":\"x\"}", "body-invalid")]
    [InlineData("{\"name\":\"a b\"}", "thing-invalid")]
    public async Task ABadBody_IsNamed(string body, string code) =>
        Assert.Equal(code, (string)JsonNode.Parse(
            (await CurlAsync("-X", "POST", "-H", "Content-Type: application/json", "-d", body, Url("/api/v1/things"))).Output)!["code"]!);

    [Fact]
    public async Task WithoutAToken_NothingIsAnswered()
    {
        var answer = await Tool.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", Url("/api/v1/things")]);
        Assert.Equal("401", answer.Output);
    }

    [Fact]
    public async Task TheDevicesListener_AnswersNoPage_AndThePortalNoMqtt()
    {
        var devices = await Tool.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", "--cacert", await Portal.RootsAsync(),
            string.Create(CultureInfo.InvariantCulture, $"https://localhost:{Portal.Application.Endpoints.DevicesPort}/api/v1/things")]);
        Assert.Equal("404", devices.Output);
        Assert.Equal("404", (await Tool.RunAsync("curl", ["-s", "-o", "/dev/null", "-w", "%{http_code}", Url("/mqtt")])).Output);
    }

    private string Url(string path) => new Uri(Portal.Application.PortalAddress, path).ToString();

    private Task<ToolResult> CurlAsync(
        params string[] arguments) => Tool.RunAsync("curl", ["-s", "-H", $"Authorization: Bearer {Portal.Token}", .. arguments]);
}
