using FleetPortal.Broker.Handshakes;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Detection;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;

namespace FleetPortal.Broker.Connections;

/// <summary>
/// Learns whether the client of a connection that was taken over is still there. The portal says farewell and keeps the transport open for
/// a moment. A client that is alive closes it: with FIN, or with close_notify. One that lost its line or moved to another network does
/// not, and a reset may come from a router in between.
/// </summary>
internal sealed class TakeoverWitness(TrafficWatch watch, TimeProvider time)
{
    /// <summary>How long the transport is kept open.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Waits for the answer of the old client, at most <see cref="Patience"/>.</summary>
    public async Task ObserveAsync(MqttConnection connection, LiveConnection live)
    {
        // It had gone before it was told: a reconnect.
        if (connection.HasLeft || connection.Violation is not null || connection.HadClosed)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(Patience, time);
        try
        {
            var features = connection.Transport.GetHttpContext()?.Features ?? connection.Transport.Features;
            if (features.Get<ITlsHandshakeFeature>() is TlsFeatures tls)
            {
                await tls.SayFarewellAsync().WaitAsync(timeout.Token);
            }

            await connection.Frames.DrainAsync(timeout.Token);
            watch.Answered(live, time.GetElapsedTime(connection.ClosedAt));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ConnectionAbortedException or ConnectionResetException
            or ObjectDisposedException or InvalidOperationException)
        {
            // No answer, or none that proves anything.
        }
    }
}
