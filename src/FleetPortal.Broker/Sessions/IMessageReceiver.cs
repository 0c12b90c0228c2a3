using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Sessions;

/// <summary>The connection of a session, as its outbox sees it. Every method is called with the lock of the session held.</summary>
internal interface IMessageReceiver
{
    /// <summary>The most messages with QoS 1 and 2 that may be unacknowledged (MQTT-3.3.4-9).</summary>
    int ReceiveMaximum { get; }

    /// <summary>
    /// Whether nothing should be sent now: the client reads too slowly, or the connection is being closed. What waits is kept for the
    /// moment when the client has caught up, or for its next connection.
    /// </summary>
    bool MustWait { get; }

    /// <summary>Whether the rights of the connection allow it to hear a topic now.</summary>
    bool MayHear(string topic);

    /// <summary>Sends PUBLISH. Returns false if the packet is larger than the client takes.</summary>
    bool Publish(Message message, QualityOfService quality, ushort packetId, bool duplicate, bool retain, IReadOnlyList<uint> identifiers);

    /// <summary>Sends PUBREL for a delivery.</summary>
    void Release(ushort packetId);
}
