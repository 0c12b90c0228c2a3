using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Packets;

/// <summary>
/// The will of a CONNECT (MQTT 5 §3.1.2.5): the message that the server publishes when the connection ends without a farewell.
/// </summary>
/// <param name="Topic">The topic name.</param>
/// <param name="Payload">The payload.</param>
/// <param name="QualityOfService">The quality of service.</param>
/// <param name="Retain">Whether it is retained.</param>
/// <param name="Properties">The properties; empty in MQTT 3.1.1.</param>
internal sealed record WillPacket(
    string Topic, byte[] Payload, QualityOfService QualityOfService, bool Retain, PacketProperties Properties)
{
    /// <summary>Reads the properties, the topic and the payload of a will.</summary>
    public static WillPacket Read(ref PacketReader reader, ProtocolLevel level, byte flags)
    {
        var properties = level == ProtocolLevel.Mqtt5
            ? PacketProperties.Read(ref reader, PropertySet.Will, OriginProperties.Prefix) : PacketProperties.None;
        var topic = reader.ReadString();
        if (!TopicName.TryParse(topic, out _))
        {
            throw new ProtocolViolation(ReasonCode.TopicNameInvalid, BrokerRefusals.PacketMalformed,
                "the topic of the will is empty or contains a wildcard (MQTT-3.3.2-2)", "Put the will on a topic without + and #.");
        }

        return new WillPacket(
            topic, reader.ReadBinary().ToArray(), (QualityOfService)((flags >> 3) & 3), (flags & 0x20) != 0, properties);
    }
}
