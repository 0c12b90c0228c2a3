using FleetPortal.Broker.Connections;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker;

/// <summary>Closes a live connection: sends DISCONNECT with a reason, and aborts the transport if the client does not react.</summary>
internal sealed class SessionTerminator(BrokerLimits limits, TimeProvider time)
{
    /// <summary>Closes a connection and waits for its end.</summary>
    public async Task CloseAsync(MqttConnection connection, SessionEndReason end)
    {
        await connection.CloseAsync(MqttReasons.Disconnect(end), MqttReasons.Text(end), limits.CloseGrace);
        try
        {
            await connection.Live!.Ended.WaitAsync(limits.CloseGrace, time);
        }
        catch (TimeoutException)
        {
            connection.Abort("The connection did not end in time.");
        }
    }
}
