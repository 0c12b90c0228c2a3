using System.Globalization;
using FleetPortal.Fleet.Connections;
using FleetPortal.Testing;

namespace FleetPortal.Interop.Tests;

/// <summary>Runs Debian's mosquitto clients against a portal.</summary>
internal static class Mosquitto
{
    public static Task<ToolResult> PublishAsync(RunningPortal portal, TestDevice device, string topic, params string[] more) =>
        Tool.RunAsync("mosquitto_pub", [.. Connection(portal, device), "-t", topic, "-m", "hello", "-q", "1", "-d", .. more]);

    /// <summary>Waits until a client has subscribed. mosquitto_sub buffers its own words until the first message.</summary>
    public static Task SubscribedAsync(this RunningPortal portal, string clientId, int filters = 1) => Eventually.Holds("the subscription",
        () => portal.Get<LiveConnections>().OfClient(clientId)?.Session?.Invoke().Subscriptions.Count == filters);

    public static IEnumerable<string> Connection(RunningPortal portal, TestDevice device, string? clientId = null, string version = "5") =>
    [
        "-h", "localhost", "-p", portal.MqttPort.ToString(CultureInfo.InvariantCulture),
        "--cafile", device.RootsFile, "--cert", device.CertificateFile, "--key", device.KeyFile,
        "-i", clientId ?? device.Name, "-V", version,
    ];
}
