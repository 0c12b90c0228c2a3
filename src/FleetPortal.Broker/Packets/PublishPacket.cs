namespace FleetPortal.Broker.Packets;

/// <summary>
/// The parts of a PUBLISH before its payload (MQTT 5 §3.3). A ref struct, because most fields stay where they were received.
/// </summary>
internal readonly ref struct PublishPacket
{
    private PublishPacket(
        byte flags, ReadOnlySpan<byte> topic, ushort packetId, PacketProperties properties, ReadOnlySpan<byte> payload)
    {
        IsDuplicate = (flags & 0x08) != 0;
        QualityOfService = (QualityOfService)((flags >> 1) & 3);
        Retain = (flags & 0x01) != 0;
        Topic = topic;
        PacketId = packetId;
        Properties = properties;
        Payload = payload;
    }

    /// <summary>The DUP flag: the client may have sent the message before.</summary>
    public bool IsDuplicate { get; }

    /// <summary>The quality of service.</summary>
    public QualityOfService QualityOfService { get; }

    /// <summary>The RETAIN flag of the packet.</summary>
    public bool Retain { get; }

    /// <summary>The topic name in UTF-8; empty if a topic alias takes its place.</summary>
    public ReadOnlySpan<byte> Topic { get; }

    /// <summary>The packet identifier; 0 for QoS 0.</summary>
    public ushort PacketId { get; }

    /// <summary>The properties; empty in MQTT 3.1.1.</summary>
    public PacketProperties Properties { get; }

    /// <summary>The payload of the message.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>Reads a PUBLISH from a client.</summary>
    public static PublishPacket Read(ref PacketReader reader, byte flags, ProtocolLevel level)
    {
        var quality = (flags >> 1) & 3;
        if (quality == 3)
        {
            throw ProtocolViolation.Malformed("the QoS of PUBLISH is 3 (MQTT-3.3.1-4)");
        }

        if (quality == 0 && (flags & 0x08) != 0)
        {
            throw ProtocolViolation.Malformed("DUP is set in a PUBLISH with QoS 0 (MQTT-3.3.1-2)");
        }

        var topic = reader.ReadUtf8();
        if (topic.IndexOfAny((byte)'+', (byte)'#') >= 0)
        {
            throw new ProtocolViolation(ReasonCode.TopicNameInvalid, BrokerRefusals.PacketMalformed,
                "the topic of PUBLISH contains a wildcard (MQTT-3.3.2-2)", "Publish on a topic without + and #.");
        }

        var packetId = quality == 0 ? (ushort)0 : reader.ReadPacketIdentifier();
        var properties = level == ProtocolLevel.Mqtt5
            ? PacketProperties.Read(ref reader, PropertySet.Publish, OriginProperties.Prefix) : PacketProperties.None;
        if (topic.IsEmpty && properties.TopicAlias is null)
        {
            throw ProtocolViolation.Error("PUBLISH has neither a topic nor a topic alias (MQTT 5 §3.3.2.1)");
        }

        return new PublishPacket(flags, topic, packetId, properties, reader.TakeRest());
    }
}
