namespace FleetPortal.Fleet.MqttSessions;

/// <summary>A packet identifier of a QoS 2 message from the client that waits for PUBREL (MQTT 5 §4.3.3).</summary>
internal sealed class ReceivedRecord
{
    public required string ClientId { get; set; }
    public int PacketId { get; set; }
}
