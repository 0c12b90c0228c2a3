using FleetPortal.Fleet.Connections;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Closes a live connection: sends DISCONNECT with a reason, and aborts the transport if the client does not react.</summary>
internal sealed class SessionTerminator(Lazy<MqttServer> server, PersistentSessions stored, TimeProvider time)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    public async Task CloseAsync(PortalChannelAdapter adapter, SessionEndReason end)
    {
        var live = adapter.Live!;
        try
        {
            await server.Value.DisconnectClientAsync(live.ClientId, new MqttServerClientDisconnectOptions
            {
                ReasonCode = MqttReasons.Disconnect(end),
                ReasonString = MqttReasons.Text(end),
            }).WaitAsync(Grace, time);
        }
        catch (TimeoutException)
        {
            // The client does not read, so DISCONNECT cannot be sent.
            adapter.Connection.Abort();
        }
        catch (InvalidOperationException)
        {
            // MQTTnet does not know the client: it has not sent CONNACK yet, or has already cleaned up.
            adapter.Connection.Abort();
        }

        try
        {
            await live.Ended.WaitAsync(Grace, time);
        }
        catch (TimeoutException)
        {
            adapter.Connection.Abort();
        }

        if (end == SessionEndReason.RightsWithdrawn)
        {
            await stored.DeleteSessionAsync(live.ClientId);
        }
    }
}
