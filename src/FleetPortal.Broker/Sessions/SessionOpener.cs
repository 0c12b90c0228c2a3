using FleetPortal.Broker.Connections;
using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Sessions;

/// <summary>Opens the session of an accepted connection.</summary>
internal sealed class SessionOpener(SessionTable sessions, SubscribeHandler subscribes, Wills wills, BrokerLimits limits)
{
    /// <summary>
    /// Begins or resumes the session. Subscriptions that the rights of this connection do not allow are removed from a resumed one, and its
    /// pending will is not published.
    /// </summary>
    public async Task<(Session Session, bool Present)> OpenAsync(MqttConnection connection, ConnectPacket packet, TopicPolicy policy)
    {
        var expiry = Math.Min(packet.SessionExpiry, limits.MaxSessionExpirySeconds);
        if (!packet.CleanStart && sessions.Find(packet.ClientId) is not null)
        {
            wills.Cancel(packet.ClientId);
        }

        var (session, present) = await sessions.OpenAsync(packet.ClientId, packet.CleanStart, expiry);
        if (present)
        {
            try
            {
                await subscribes.RemoveRefusedAsync(session, policy);
            }
            catch
            {
                session.Suspend();
                throw;
            }
        }

        connection.KeepAlive = TimeSpan.FromSeconds(KeepAliveOf(packet));
        return (session, present);
    }

    /// <summary>Closes the session of a connection that is refused after all.</summary>
    public Task AbandonAsync(MqttConnection connection, Session session) =>
        sessions.CloseAsync(session, connection, connection.MayKeepSession);

    /// <summary>
    /// Sends CONNACK. The caller still holds the client identifier, so that no other connection takes the session over before it.
    /// </summary>
    /// <param name="proof">The rolling proof for the device; null for none.</param>
    public void Accept(MqttConnection connection, Session session, bool present, string? proof = null)
    {
        var packet = connection.Connect!;
        var keepAlive = KeepAliveOf(packet);
        connection.Resumed = present;
        connection.Answer(new ConnAckPacket(ReasonCode.Success, present, null, new ServerLimits(
            (ushort)limits.ReceiveMaximum, limits.MaxPacket, limits.MaxTopicAlias,
            session.Expiry == packet.SessionExpiry ? null : session.Expiry, keepAlive == packet.KeepAlive ? null : keepAlive))
        {
            Proof = proof,
        });
    }

    /// <summary>
    /// The keep alive that applies. MQTT 5 lets the server choose a shorter one (§3.2.2.3.14). A client that turned it off keeps it off:
    /// some clients fail if the server turns it on again.
    /// </summary>
    private ushort KeepAliveOf(ConnectPacket packet) =>
        packet.Level == ProtocolLevel.Mqtt5 ? Math.Min(packet.KeepAlive, limits.MaxKeepAliveSeconds) : packet.KeepAlive;
}
