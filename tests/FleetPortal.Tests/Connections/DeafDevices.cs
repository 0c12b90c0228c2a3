using System.Collections.Concurrent;
using System.Net.Security;
using FleetPortal.Broker.Tests.Conformance.Client;
using Xunit;

namespace FleetPortal.Tests.Connections;

/// <summary>Devices that connect, subscribe to their commands and never read again.</summary>
internal sealed class DeafDevices : IAsyncDisposable
{
    // Seconds. A device that does not read is cut off after one and a half times this.
    private const ushort KeepAlive = 4;

    // Nothing holds a flood up that goes on beyond this. The buffers on the way take some MB.
    private const int MostOfOneFlood = 64 * 1024 * 1024;

    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentBag<(MqttDevice Device, SslStream Stream)> _connections = [];
    private readonly CancellationTokenSource _end = new();
    private Task _pings = Task.CompletedTask;

    /// <summary>So many at a time are quick on a few processors.</summary>
    public static ParallelOptions SomeAtOnce { get; } = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>Connects and subscribes each device.</summary>
    /// <param name="port">The port of MQTT over TLS.</param>
    /// <param name="devices">The devices.</param>
    /// <param name="sendPings">Whether they send PINGREQ as their keep alive asks.</param>
    public static async Task<DeafDevices> ConnectAsync(int port, IEnumerable<MqttDevice> devices, bool sendPings)
    {
        var deaf = new DeafDevices();
        deaf._pings = sendPings ? deaf.SendPingsAsync() : Task.CompletedTask;
        await Parallel.ForEachAsync(devices, SomeAtOnce, async (device, _) =>
        {
            var stream = await device.OpenAsync(port, narrow: true);
            var client = new RawClient(stream, 5);
            await client.ConnectAsync(new Connect(5, device.Name) { KeepAlive = KeepAlive });
            await client.SubscribeAsync($"{device.Prefix}/commands/#", 1);
            deaf._connections.Add((device, stream));
        });
        return deaf;
    }

    /// <summary>Each device sends its octets again and again, until it is cut off.</summary>
    public Task FloodAsync(Func<MqttDevice, byte[]> octetsOf) => Task.WhenAll(_connections.Select(async connection =>
    {
        var (octets, taken) = (octetsOf(connection.Device), 0L);
        while (await TrySendAsync(connection.Stream, octets))
        {
            taken += octets.Length;
            Assert.True(taken < MostOfOneFlood, $"{connection.Device.Name} is still read from after {taken} octets.");
        }
    }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _pings;
        foreach (var (_, stream) in _connections)
        {
            await stream.DisposeAsync();
        }

        _end.Dispose();
    }

    private async Task SendPingsAsync()
    {
        using var timer = new PeriodicTimer(PingInterval);
        while (!_end.IsCancellationRequested)
        {
            await Task.WhenAll(_connections.Select(connection => TrySendAsync(connection.Stream, Octets.Pingreq)));
            await timer.WaitForNextTickAsync();
        }
    }

    private static async Task<bool> TrySendAsync(SslStream stream, byte[] octets)
    {
        try
        {
            await stream.WriteAsync(octets, TestContext.Current.CancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
