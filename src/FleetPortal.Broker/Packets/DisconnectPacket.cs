namespace FleetPortal.Broker.Packets;

/// <summary>A DISCONNECT from a client (MQTT 5 §3.14).</summary>
/// <param name="Reason">The reason code; success in MQTT 3.1.1.</param>
/// <param name="SessionExpiryInterval">A new session expiry in seconds; null keeps that of CONNECT.</param>
internal readonly record struct DisconnectPacket(ReasonCode Reason, uint? SessionExpiryInterval)
{
    /// <summary>Reads a DISCONNECT from a client.</summary>
    public static DisconnectPacket Read(ref PacketReader reader, ProtocolLevel level)
    {
        if (level != ProtocolLevel.Mqtt5 || reader.IsAtEnd)
        {
            reader.RequireEnd();
            return new DisconnectPacket(ReasonCode.Success, null);
        }

        var reason = (ReasonCode)reader.ReadByte();
        if (!IsAllowed(reason))
        {
            throw ProtocolViolation.Malformed($"the reason code 0x{(byte)reason:X2} is not allowed in DISCONNECT of a client");
        }

        var properties = reader.IsAtEnd ? PacketProperties.None : PacketProperties.Read(ref reader, PropertySet.Disconnect);
        reader.RequireEnd();
        return new DisconnectPacket(reason, properties.SessionExpiryInterval);
    }

    private static bool IsAllowed(ReasonCode reason) => reason is ReasonCode.Success or ReasonCode.DisconnectWithWill
        or ReasonCode.UnspecifiedError or ReasonCode.MalformedPacket or ReasonCode.ProtocolError
        or ReasonCode.ImplementationSpecificError or ReasonCode.TopicNameInvalid or ReasonCode.ReceiveMaximumExceeded
        or ReasonCode.TopicAliasInvalid or ReasonCode.PacketTooLarge or ReasonCode.QuotaExceeded
        or ReasonCode.AdministrativeAction or ReasonCode.PayloadFormatInvalid or ReasonCode.MessageRateTooHigh;
}
