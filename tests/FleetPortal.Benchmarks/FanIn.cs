namespace FleetPortal.Benchmarks;

/// <summary>Devices that publish telemetry, and one application that hears all of it.</summary>
internal sealed class FanIn : IAsyncDisposable
{
    public const string Application = "historian";
    public const string Filter = "fleet/+/+/telemetry/#";

    private const int MessagesPerThing = 20;

    // Published and not heard yet. Far below the queue of a session, so that nothing is dropped.
    private const int Window = 200;

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly MqttSocket[] _devices;
    private readonly byte[][] _messages;
    private readonly MqttSocket _application;

    private FanIn(MqttSocket[] devices, byte[][] messages, MqttSocket application) =>
        (_devices, _messages, _application) = (devices, messages, application);

    /// <summary>The messages of one round.</summary>
    public int Messages => _devices.Length * MessagesPerThing;

    /// <summary>Connects all, and subscribes the application.</summary>
    public static async Task<FanIn> ConnectAsync(int port, IReadOnlyList<Identity> devices, Identity application)
    {
        var sockets = new MqttSocket[devices.Count];
        await PortalUnderTest.InParallelAsync(devices.Count, async i => sockets[i] = await MqttSocket.ConnectAsync(port, devices[i]));
        var hearing = await MqttSocket.ConnectAsync(port, application);
        await hearing.SubscribeAsync(Filter);
        return new FanIn(sockets,
            [.. devices.Select(device => MqttSocket.MessageFor($"fleet/bench/{device.Name}/telemetry/load", 1))], hearing);
    }

    /// <summary>Each device publishes one message after another, until the application has heard all.</summary>
    public async Task RoundAsync()
    {
        using var window = new SemaphoreSlim(Window);
        var heard = 0;
        var hearing = _application.HearAsync(Messages, count =>
        {
            heard += count;
            window.Release(count);
        });
        try
        {
            await Task.WhenAll(_devices.Select((device, i) => PublishAsync(device, _messages[i], window)).Append(hearing))
                .WaitAsync(_patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Only {heard} of {Messages} messages were heard.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        await PortalUnderTest.InParallelAsync(_devices.Length, i => _devices[i].DisposeAsync().AsTask());
    }

    private static async Task PublishAsync(MqttSocket device, byte[] message, SemaphoreSlim window)
    {
        for (var i = 0; i < MessagesPerThing; i++)
        {
            await window.WaitAsync();
            await device.PublishAsync(message);
        }
    }
}
