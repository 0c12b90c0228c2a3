using System.Globalization;
using FleetPortal.Testing;

namespace FleetPortal.Interop.Tests;

/// <summary>Runs Debian's mosquitto clients against a portal.</summary>
internal static class Mosquitto
{
    public static Task<ToolResult> PublishAsync(RunningPortal portal, TestDevice device, string topic, params string[] more) =>
        Tool.RunAsync("mosquitto_pub", [.. Connection(portal, device), "-t", topic, "-m", "hello", "-q", "1", "-d", .. more]);

    public static IEnumerable<string> Connection(RunningPortal portal, TestDevice device, string? clientId = null, string version = "5") =>
    [
        "-h", "localhost", "-p", portal.MqttPort.ToString(CultureInfo.InvariantCulture),
        "--cafile", device.RootsFile, "--cert", device.CertificateFile, "--key", device.KeyFile,
        "-i", clientId ?? device.Name, "-V", version,
    ];
}
