using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// Debian's mosquitto broker as a bridge: a gateway in a plant that joins its own clients to the portal, with the certificate of a Thing or
/// of an application.
/// </summary>
public sealed class BridgeTests(PortalFixture fixture)
{
    private RunningPortal Portal => fixture.Portal;

    /// <summary>
    /// mosquitto looks every five seconds whether a bridge has to connect again, so the three bridges run side by side. With
    /// <c>try_private</c>, which is its default, it sets the highest bit of the protocol level of MQTT 3.1.1. The portal does not know that
    /// level, and says so with 0x01; mosquitto leaves the bit out the next time.
    /// </summary>
    [Fact]
    public async Task AThingThatIsABridge_ForwardsBothWays_AndLosesNothingWhenItsConnectionIsClosed()
    {
        await Task.WhenAll(BridgeAThingAsync("mqttv311", false), BridgeAThingAsync("mqttv311", true), BridgeAThingAsync("mqttv50", true));
        await Portal.AttemptAsync("protocol-level-unknown");
    }

    [Theory]
    [InlineData("mqttv311")]
    [InlineData("mqttv50")]
    public async Task AnApplicationThatIsABridge_HearsTheFleetAndCommandsIt(string version)
    {
        var sensor = await Portal.EnrolAsync($"sensor-{version}");
        using var files = new TemporaryDirectory();
        var plant = await Portal.ApplicationAsync(files, $"plant-{version}",
            [$"fleet/+/{sensor.Name}/telemetry/#"], [$"fleet/+/{sensor.Name}/commands/#"]);
        using var commanded = new Listener(Mosquitto.Connection(Portal, sensor), $"{sensor.Prefix}/commands/#");
        await Portal.SubscribedAsync(sensor.Name);
        await using var bridge = await Bridge.StartAsync(Portal, plant, version, "try_private false", "notifications false",
            $"topic +/{sensor.Name}/telemetry/# in 1 fleet/ fleet/", $"topic +/{sensor.Name}/commands/# out 1 fleet/ fleet/");
        using var local = await bridge.SubscribeAsync("fleet/+/+/telemetry/#");
        await Portal.SubscribedAsync(plant.Name);
        await bridge.PublishAsync($"{sensor.Prefix}/commands/valve", "open");
        Assert.Equal($"{sensor.Prefix}/commands/valve open", await commanded.NextAsync());
        Assert.Equal(0, (await Mosquitto.PublishAsync(Portal, sensor, $"{sensor.Prefix}/telemetry/level")).ExitCode);
        Assert.Equal($"{sensor.Prefix}/telemetry/level hello", await local.NextAsync());
    }

    private async Task BridgeAThingAsync(string version, bool tryPrivate)
    {
        var gateway = await Portal.EnrolAsync($"gateway-{version}-{(tryPrivate ? "private" : "plain")}");
        using var files = new TemporaryDirectory();
        var historian = await Portal.ApplicationAsync(
            files, $"hears-{gateway.Name}", [$"fleet/+/{gateway.Name}/telemetry/#", $"fleet/+/{gateway.Name}/state/#"], []);
        using var heard = new Listener(Mosquitto.Connection(Portal, historian), $"{gateway.Prefix}/telemetry/#");
        await Portal.SubscribedAsync(historian.Name);

        // The bridge says with a retained message, and with its will, whether it is there.
        await using var bridge = await Bridge.StartAsync(Portal, gateway, version,
            $"try_private {(tryPrivate ? "true" : "false")}", $"notification_topic {gateway.Prefix}/state/bridge",
            $"topic telemetry/# out 1 plant/ {gateway.Prefix}/", $"topic commands/# in 1 plant/ {gateway.Prefix}/");
        using var local = await bridge.SubscribeAsync("plant/commands/#");
        await Portal.SubscribedAsync(gateway.Name);
        await bridge.PublishAsync("plant/telemetry/level", "1");
        await CommandAsync(gateway, "open");
        Assert.Equal($"{gateway.Prefix}/telemetry/level 1", await heard.NextAsync());
        Assert.Equal("plant/commands/valve \"open\"", await local.NextAsync());

        using var closed = await Portal.Api.DeleteAsync(
            new Uri($"/api/v1/connections/{gateway.Name}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)closed.StatusCode);
        if (version == "mqttv311")
        {
            Assert.Equal("queued", await CommandAsync(gateway, "close"));
        }

        await bridge.PublishAsync("plant/telemetry/level", "2");

        // A bridge of MQTT 5 asks for no session expiry (mosquitto 2.0), so its session ended with the connection.
        await Portal.SubscribedAsync(gateway.Name);
        if (version == "mqttv50")
        {
            Assert.Equal("delivered", await CommandAsync(gateway, "close"));
        }

        Assert.Equal($"{gateway.Prefix}/telemetry/level 2", await heard.NextAsync());
        Assert.Equal("plant/commands/valve \"close\"", await local.NextAsync());
        var state = await Tool.RunAsync("mosquitto_sub", [.. Mosquitto.Connection(Portal, historian, $"{historian.Name}.state"),
            "-t", $"{gateway.Prefix}/state/bridge", "-C", "1", "-F", "%r %p"]);
        Assert.Equal("1 1", state.Output.Trim());
    }

    private async Task<string> CommandAsync(TestDevice device, string payload)
    {
        var (status, body) = await Portal.PostAsync($"/things/{device.Name}/commands/valve", new { payload });
        Assert.Equal(202, status);
        return (string)body["outcome"]!;
    }
}
