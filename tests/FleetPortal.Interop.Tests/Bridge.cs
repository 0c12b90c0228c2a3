using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using FleetPortal.Testing;
using Xunit;

namespace FleetPortal.Interop.Tests;

/// <summary>
/// Debian's mosquitto broker as a bridge to a portal: a gateway in a plant. Its own clients use a socket in its directory, so that it needs
/// no port.
/// </summary>
internal sealed class Bridge : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Process _process;

    private Bridge(string settings)
    {
        var configuration = _directory.File("mosquitto.conf");
        File.WriteAllText(configuration, $"""
            listener 0 {Socket}
            user {Environment.UserName}
            allow_anonymous true
            persistence false
            log_dest stderr
            log_type all
            {settings}
            """);
        _process = Tool.Start("mosquitto", ["-c", configuration]);
    }

    private string Socket => _directory.File("socket");

    /// <summary>Starts the broker with a bridge that keeps its messages while it is not connected.</summary>
    /// <param name="portal">The portal.</param>
    /// <param name="principal">The Thing or the application whose certificate the bridge uses.</param>
    /// <param name="version"><c>mqttv311</c> or <c>mqttv50</c>.</param>
    /// <param name="settings">More lines of the configuration of the bridge, such as its topics.</param>
    public static async Task<Bridge> StartAsync(RunningPortal portal, TestDevice principal, string version, params string[] settings)
    {
        var bridge = new Bridge($"""
            connection portal
            address localhost:{portal.MqttPort.ToString(CultureInfo.InvariantCulture)}
            bridge_protocol_version {version}
            bridge_cafile {principal.RootsFile}
            bridge_certfile {principal.CertificateFile}
            bridge_keyfile {principal.KeyFile}
            remote_clientid {principal.Name}
            cleansession false
            restart_timeout 1
            {string.Join('\n', settings)}
            """);
        _ = bridge.ReadLogAsync();
        await Eventually.Holds("the socket of the bridge", () => File.Exists(bridge.Socket));
        return bridge;
    }

    /// <summary>Publishes a message with QoS 1 at the broker of the bridge.</summary>
    public async Task PublishAsync(string topic, string payload)
    {
        var result = await Tool.RunAsync("mosquitto_pub", ["--unix", Socket, "-t", topic, "-m", payload, "-q", "1"]);
        Assert.True(result.ExitCode == 0, result.All);
    }

    /// <summary>Subscribes at the broker of the bridge with QoS 1, and returns when the subscription is there.</summary>
    public async Task<Listener> SubscribeAsync(string filter)
    {
        var clientId = $"local-{Guid.NewGuid():N}";
        var listener = new Listener(["--unix", Socket, "-i", clientId], filter);
        await Eventually.Holds("the local subscription", () => _log.Any(line => line.Contains($"Sending SUBACK to {clientId}",
            StringComparison.Ordinal)));
        return listener;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _directory.Dispose();
    }

    private async Task ReadLogAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
        }
    }
}
