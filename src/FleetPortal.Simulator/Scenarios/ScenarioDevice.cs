using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using MQTTnet.Formatter;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A device of a scenario. Its identity, address and protocol are free, so that it can pretend to be another device.</summary>
internal sealed class ScenarioDevice(DeviceNetwork network, string clientId, X509Certificate2 identity, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan _publishInterval = TimeSpan.FromMilliseconds(500);

    private IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _leaving = new();
    private Task _staying = Task.CompletedTask;
    private int _accepted;
    private int _refused;

    /// <summary>The address that the device connects from; null for any. Used only where the portal is on this machine.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>The version of MQTT that the device speaks.</summary>
    public MqttProtocolVersion Protocol { get; init; } = MqttProtocolVersion.V500;

    /// <summary>The keep alive that the device asks for.</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The certificate and key of the next connect.</summary>
    public X509Certificate2 Identity { get; set; } = identity;

    /// <summary>Whether it is connected now.</summary>
    public bool IsConnected => _client.IsConnected;

    /// <summary>How often the portal accepted it.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How often the portal refused it.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>The reason of the last refusal; null without one.</summary>
    public string? RefusedBecause { get; private set; }

    /// <summary>The client, for publishing and subscribing.</summary>
    public IMqttClient Client => _client;

    /// <summary>Connects once. Returns whether the portal accepted the device.</summary>
    public async Task<bool> TryConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await _client.ConnectAsync(Options(), cancellationToken);
            if (answer.ResultCode == MqttClientConnectResultCode.Success)
            {
                Interlocked.Increment(ref _accepted);
                return true;
            }

            RefusedBecause = answer.ReasonString is { Length: > 0 } reason ? reason : answer.ResultCode.ToString();
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            RefusedBecause = e.Message;
        }

        Interlocked.Increment(ref _refused);
        return false;
    }

    /// <summary>Connects once, and fails if the portal refuses the device.</summary>
    /// <exception cref="ScenarioException">The portal refused the device.</exception>
    public async Task RequireConnectAsync(CancellationToken cancellationToken)
    {
        if (!await TryConnectAsync(cancellationToken))
        {
            throw new ScenarioException($"The portal refused {clientId}: {RefusedBecause}");
        }
    }

    /// <summary>Disconnects. The device may connect again.</summary>
    public Task DisconnectAsync(CancellationToken cancellationToken) =>
        _client.IsConnected ? _client.DisconnectAsync(cancellationToken: cancellationToken) : Task.CompletedTask;

    /// <summary>Closes the connection without a DISCONNECT, as a line that drops does.</summary>
    public void Drop()
    {
        _client.Dispose();
        _client = new MqttClientFactory().CreateMqttClient();
    }

    /// <summary>Publishes while it is connected and comes back after a pause when it is not, until it is disposed.</summary>
    /// <param name="topic">The topic of its messages.</param>
    /// <param name="pause">Returns how long it waits before it comes back.</param>
    public void Stay(string topic, Func<TimeSpan> pause) => _staying = StayAsync(topic, pause, _leaving.Token);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _staying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _client.Dispose();
        _leaving.Dispose();
    }

    private async Task StayAsync(string topic, Func<TimeSpan> pause, CancellationToken cancellationToken)
    {
        for (var sequence = 1L; ; sequence++)
        {
            if (_client.IsConnected)
            {
                await TryPublishAsync(topic, sequence, cancellationToken);
                await Task.Delay(_publishInterval, time, cancellationToken);
            }
            else
            {
                await Task.Delay(pause(), time, cancellationToken);
                await TryConnectAsync(cancellationToken);
            }
        }
    }

    private async Task TryPublishAsync(string topic, long sequence, CancellationToken cancellationToken)
    {
        try
        {
            await _client.PublishStringAsync(topic, $"{{\"seq\":{sequence}}}", cancellationToken: cancellationToken);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The connection ended. The next round connects again.
        }
    }

    private MqttClientOptions Options()
    {
        var options = network.OptionsOf(clientId, Identity).WithProtocolVersion(Protocol).WithKeepAlivePeriod(KeepAlive).Build();
        if (Address is not null && network.IsOnThisMachine && options.ChannelOptions is MqttClientTcpOptions channel)
        {
            channel.RemoteEndpoint = new IPEndPoint(IPAddress.Loopback, network.Port);
            channel.LocalEndpoint = new IPEndPoint(Address, 0);
        }

        return options;
    }
}
