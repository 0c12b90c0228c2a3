using FleetPortal.Broker.Packets;
using FleetPortal.Broker.Sessions;
using FleetPortal.Fleet.Connections;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// Every second: cuts off clients that were silent for one and a half times their keep alive (MQTT-3.1.2-22) or do not read, publishes the
/// wills that are due, and ends sessions that have expired.
/// </summary>
internal sealed partial class ConnectionSweep(
    MqttEndpoint endpoint, SessionTable sessions, Wills wills, BrokerLimits limits, TimeProvider time, ILogger<ConnectionSweep> logger)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private ITimer? _timer;
    private int _running;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => _ = SweepAsync(), null, Interval, Interval);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>One round. A round that is still running is not repeated.</summary>
    public async Task SweepAsync()
    {
        if (Interlocked.Exchange(ref _running, 1) != 0)
        {
            return;
        }

        try
        {
            CutOff();
            await wills.SweepAsync();
            await sessions.SweepAsync();
        }
        catch (Exception e)
        {
            LogFailed(e);
        }
        finally
        {
            Volatile.Write(ref _running, 0);
        }
    }

    private void CutOff()
    {
        var now = time.GetUtcNow();
        foreach (var connection in endpoint.Accepted)
        {
            var silent = connection.KeepAlive > TimeSpan.Zero ? now - connection.Live!.LastHeardAt : TimeSpan.Zero;
            var patience = connection.KeepAlive > TimeSpan.Zero ? connection.KeepAlive * 1.5 : limits.WriteStall;
            switch (ReasonOf(connection.Output.Stalled, silent, connection.Output.IsCongested, patience))
            {
                case DisconnectReason.NotReading:
                    connection.CutOff = DisconnectReason.NotReading;
                    connection.Abort("The client did not read for one and a half times its keep alive.");
                    break;
                case DisconnectReason.KeepAliveTimeout:
                    connection.CutOff = DisconnectReason.KeepAliveTimeout;
                    _ = connection.CloseAsync(ReasonCode.KeepAliveTimeout, ReasonStrings.KeepAliveTimeout, limits.CloseGrace);
                    break;
            }
        }
    }

    /// <summary>
    /// Returns why a connection is cut off; null if it is not. Nothing is heard from a client that does not read either, because the broker
    /// stops to read from it.
    /// </summary>
    /// <param name="stalled">How long the client has not taken what was sent.</param>
    /// <param name="silent">How long nothing was heard from a client with a keep alive.</param>
    /// <param name="isCongested">Whether the broker has stopped to read.</param>
    /// <param name="patience">How long either may last.</param>
    internal static DisconnectReason? ReasonOf(TimeSpan stalled, TimeSpan silent, bool isCongested, TimeSpan patience) =>
        stalled > patience || (silent > patience && isCongested) ? DisconnectReason.NotReading
        : silent > patience ? DisconnectReason.KeepAliveTimeout
        : null;

    [LoggerMessage(4502, LogLevel.Error, "A round over connections and MQTT sessions failed; the next one runs in a second.")]
    private partial void LogFailed(Exception exception);
}
