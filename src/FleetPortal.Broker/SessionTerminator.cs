using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using MQTTnet.Server;

namespace FleetPortal.Broker;

/// <summary>Ends a live connection: DISCONNECT with its reason first, the transport cut if that is not enough.</summary>
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
            // It does not read what it is sent, not even its DISCONNECT.
            adapter.Connection.Abort();
        }
        catch (InvalidOperationException)
        {
            // MQTTnet does not know it yet, or no longer: CONNACK is on its way, or the clean-up is.
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
