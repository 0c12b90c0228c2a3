using System.Diagnostics;
using System.Text.Json.Nodes;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>Two of Debian's mosquitto_sub use one certificate from two addresses. The portal finds both, and ends both.</summary>
public sealed class CloneTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    [Theory]
    [InlineData("5")]
    [InlineData("311")]
    public async Task OneCertificateAtTwoAddresses_IsOneFinding_AndContainEndsBoth(string version)
    {
        var device = await Portal.EnrolAsync($"cloned-{version}");
        using var original = Subscribe(device, "127.0.0.1", version);
        await Eventually.Holds("the original is connected",
            () => Address(device.Name)?.StartsWith("127.0.0.1:", StringComparison.Ordinal) == true);
        using var copy = Subscribe(device, "127.0.0.2", version);
        var found = await Eventually.Get("the finding", () => FindingsOf(device.Name), findings => findings.Count > 0);
        var id = (string)found[0]!["id"]!;
        var finding = await Portal.GetAsync($"/findings/{id}");
        Assert.Equal("shared-credential", (string)finding["kind"]!);
        Assert.Equal([device.Name], finding["things"]!.AsArray().Select(name => (string)name!));
        Assert.Equal([device.CertificateId], finding["certificates"]!.AsArray().Select(name => (string)name!));
        Assert.Equal(["127.0.0.1", "127.0.0.2"], finding["evidence"]!["endpoints"]!.AsArray()
            .Select(endpoint => ((string)endpoint!["remoteAddress"]!).Split(':')[0]));
        Assert.All(finding["evidence"]!["endpoints"]!.AsArray(), endpoint =>
            Assert.Matches("^t1[23]d[0-9]{4}.._[0-9a-f]{12}_[0-9a-f]{12}$", (string)endpoint!["ja4"]!));

        var (status, contained) = await Portal.PostAsync($"/findings/{id}/contain", new { note = "two addresses" });
        Assert.Equal((200, "contained"), (status, (string)contained["state"]!));
        Assert.Equal([device.CertificateId], contained["certificatesHeld"]!.AsArray().Select(name => (string)name!));
        Assert.Null(Portal.Get<LiveConnections>().OfClient(device.Name));
        Assert.NotEqual(0, (await Mosquitto.PublishAsync(Portal, device, $"{device.Prefix}/telemetry/a")).ExitCode);
        Assert.Single(await FindingsOf(device.Name), finding => (string)finding!["kind"]! == "shared-credential");
    }

    private Process Subscribe(TestDevice device, string address, string version) => Tool.Start("mosquitto_sub",
        [.. Mosquitto.Connection(Portal, device, version: version), "-A", address, "-t", $"{device.Prefix}/commands/#", "-q", "1"]);

    private string? Address(string clientId) => Portal.Get<LiveConnections>().OfClient(clientId)?.RemoteAddress;

    private async Task<JsonArray> FindingsOf(string thing) => (await Portal.GetAsync($"/findings?q=thing:{thing}"))["items"]!.AsArray();
}
