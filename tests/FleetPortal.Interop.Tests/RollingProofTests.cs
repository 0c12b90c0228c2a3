using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// Debian's mosquitto_sub takes part in the rolling proof, and takes turns with its copy at another address. They are never online
/// together.
/// </summary>
public sealed class RollingProofTests(PortalFixture fixture)
{
    private const string Original = "127.0.0.1";
    private const string Copy = "127.0.0.2";

    private RunningPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("5")]
    [InlineData("311")]
    public async Task ACopyThatTakesTurns_IsOneFinding_WithBothEndpoints(string version)
    {
        var device = await EnrolAsync($"turns-{version}");
        var stolen = await ConnectAsync(device, Original, version, null);
        var second = await ConnectAsync(device, Original, version, stolen);
        var third = await ConnectAsync(device, Original, version, second);
        Assert.Empty(await FindingsOf(device.Name));

        await ConnectAsync(device, Copy, version, stolen);
        var found = await Eventually.Get("the finding", () => FindingsOf(device.Name), findings => findings.Count > 0);
        await ConnectAsync(device, Original, version, third);
        var finding = await Eventually.Get("the proof of two devices",
            () => Portal.GetAsync($"/findings/{(string)found[0]!["id"]!}"), one => (int)one["score"]! == 100);
        Assert.Equal("shared-credential", (string)finding["kind"]!);
        Assert.Contains("proof-used-up", finding.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal([Original, Copy], finding["evidence"]!["endpoints"]!.AsArray()
            .Select(endpoint => ((string)endpoint!["remoteAddress"]!).Split(':')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(stolen, finding.ToJsonString(), StringComparison.Ordinal);
        Assert.Single(await FindingsOf(device.Name));
    }

    [Fact]
    public async Task ADeviceThatShowsItsValues_IsNoFinding_AndAStrangerGetsNone()
    {
        var device = await EnrolAsync("proof-alone");
        var stranger = await Portal.EnrolAsync("proof-stranger");
        string? value = null;
        for (var i = 0; i < 4; i++)
        {
            value = await ConnectAsync(device, Original, "5", value);
        }

        // The answer was lost.
        await ConnectAsync(device, Original, "5", value);
        await ConnectAsync(device, Original, "5", value);
        Assert.Empty(await FindingsOf(device.Name));
        var refused = await Tool.RunAsync("mosquitto_sub",
            [.. Mosquitto.Connection(Portal, stranger), "-t", $"{device.Prefix}/config/proof", "-C", "1", "-W", "2"]);
        Assert.DoesNotContain(value!, refused.All, StringComparison.Ordinal);
        Assert.Contains("denied", refused.All, StringComparison.OrdinalIgnoreCase);
    }

    private async Task<TestDevice> EnrolAsync(string name)
    {
        var device = await Portal.EnrolAsync(name);
        using var answer = await Portal.Api.PatchAsync($"/api/v1/things/{name}", JsonContent.Create(new { rollingProof = true }));
        answer.EnsureSuccessStatusCode();
        Assert.True((bool)(await Portal.GetAsync($"/things/{name}"))["rollingProof"]!);
        return device;
    }

    /// <summary>Connects, shows a value, and returns the next one, which it reads from its topic.</summary>
    private async Task<string> ConnectAsync(TestDevice device, string address, string version, string? value)
    {
        string[] proof = value is null ? [] : version == "5"
            ? ["-D", "connect", "user-property", "fleet-proof", value] : ["-u", $"proof={value}"];
        var result = await Tool.RunAsync("mosquitto_sub", [.. Mosquitto.Connection(Portal, device, version: version), .. proof,
            "-A", address, "-t", $"{device.Prefix}/config/proof", "-C", "1", "-W", "20"]);
        Assert.Equal(0, result.ExitCode);
        await Eventually.Holds("the connection has ended", () => Portal.Get<LiveConnections>().OfClient(device.Name) is null);
        return result.Output.Trim();
    }

    private async Task<JsonArray> FindingsOf(string thing) => (await Portal.GetAsync($"/findings?q=thing:{thing}"))["items"]!.AsArray();
}
