namespace FleetPortal.Broker.Packets;

/// <summary>A PUBACK, PUBREC, PUBREL or PUBCOMP (MQTT 5 §3.4 to §3.7).</summary>
/// <param name="PacketId">The packet identifier of the message.</param>
/// <param name="Reason">The reason code; success in MQTT 3.1.1.</param>
internal readonly record struct AcknowledgementPacket(ushort PacketId, ReasonCode Reason)
{
    /// <summary>Reads an acknowledgement of either side.</summary>
    public static AcknowledgementPacket Read(ref PacketReader reader, PacketType type, ProtocolLevel level)
    {
        var packetId = reader.ReadPacketIdentifier();
        if (level != ProtocolLevel.Mqtt5 || reader.IsAtEnd)
        {
            reader.RequireEnd();
            return new AcknowledgementPacket(packetId, ReasonCode.Success);
        }

        var reason = (ReasonCode)reader.ReadByte();
        if (!IsAllowed(reason, type))
        {
            throw ProtocolViolation.Malformed($"the reason code 0x{(byte)reason:X2} is not allowed in {type}");
        }

        if (!reader.IsAtEnd)
        {
            PacketProperties.Read(ref reader, PropertySet.Acknowledgement);
        }

        reader.RequireEnd();
        return new AcknowledgementPacket(packetId, reason);
    }

    private static bool IsAllowed(ReasonCode reason, PacketType type) => type is PacketType.PubAck or PacketType.PubRec
        ? reason is ReasonCode.Success or ReasonCode.NoMatchingSubscribers or ReasonCode.UnspecifiedError
            or ReasonCode.ImplementationSpecificError or ReasonCode.NotAuthorized or ReasonCode.TopicNameInvalid
            or ReasonCode.PacketIdentifierInUse or ReasonCode.QuotaExceeded or ReasonCode.PayloadFormatInvalid
        : reason is ReasonCode.Success or ReasonCode.PacketIdentifierNotFound;
}
