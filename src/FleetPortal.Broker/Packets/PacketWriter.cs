using System.Text;

namespace FleetPortal.Broker.Packets;

/// <summary>
/// Writes the packets that a server sends, as one client understands them: in its protocol level, within its Maximum Packet Size, and with
/// a reason string only if it asks for them (MQTT 5 §3.1.2.11.7). Not thread-safe.
/// </summary>
/// <param name="level">The protocol level of the client.</param>
/// <param name="maxPacket">The largest packet that the client takes, in octets.</param>
/// <param name="reasonStrings">Whether the client asks for reason strings in acknowledgements.</param>
internal sealed class PacketWriter(ProtocolLevel level, uint maxPacket, bool reasonStrings)
{
    private const int MaxReason = 1_024;

    /// <summary>The protocol level of the client.</summary>
    public ProtocolLevel Level => level;

    /// <summary>The largest packet that the client takes, in octets.</summary>
    public uint MaxPacket => maxPacket;

    /// <summary>Writes PINGRESP, which is always the same.</summary>
    public static void PingResp(PacketBuffer buffer)
    {
        buffer.WriteByte((byte)PacketType.PingResp << 4);
        buffer.WriteByte(0);
    }

    /// <summary>Writes CONNACK for the level of the client.</summary>
    public void ConnAck(PacketBuffer buffer, ConnAckPacket packet)
    {
        if (level != ProtocolLevel.Mqtt5)
        {
            Header(buffer, PacketType.ConnAck, 0, 2);
            buffer.WriteByte(packet.SessionPresent ? (byte)1 : (byte)0);
            buffer.WriteByte(ReturnCode(packet.Reason));
            return;
        }

        var properties = new PacketBuffer();
        packet.WriteProperties(properties);
        if (packet.Proof is not null && properties.Length + 10 > maxPacket)
        {
            // A client that takes no larger packet gets its proof by topic only (MQTT-3.2.2-19).
            properties.Release();
            properties = new PacketBuffer();
            (packet with { Proof = null }).WriteProperties(properties);
        }

        var reason = Fitting(packet.ReasonString, 3 + properties.Length, always: true);
        WriteReason(properties, reason);
        Header(buffer, PacketType.ConnAck, 0, 2 + PacketBuffer.SizeOfVariableInteger(properties.Length) + properties.Length);
        buffer.WriteByte(packet.SessionPresent ? (byte)1 : (byte)0);
        buffer.WriteByte((byte)packet.Reason);
        buffer.WriteVariableInteger(properties.Length);
        buffer.Write(properties.Octets);
        properties.Release();
    }

    /// <summary>Writes PUBACK, PUBREC, PUBREL or PUBCOMP.</summary>
    public void Acknowledge(PacketBuffer buffer, PacketType type, ushort packetId, ReasonCode reason = 0, string? reasonString = null)
    {
        var flags = type == PacketType.PubRel ? 2 : 0;
        if (level != ProtocolLevel.Mqtt5 || (reason == ReasonCode.Success && reasonString is null))
        {
            Header(buffer, type, flags, 2);
            buffer.WriteUInt16(packetId);
            return;
        }

        var text = Fitting(reasonString, 4);
        var properties = SizeOf(text);
        Header(buffer, type, flags, 3 + (properties > 0 ? PacketBuffer.SizeOfVariableInteger(properties) + properties : 0));
        buffer.WriteUInt16(packetId);
        buffer.WriteByte((byte)reason);
        if (properties > 0)
        {
            buffer.WriteVariableInteger(properties);
            WriteReason(buffer, text);
        }
    }

    /// <summary>Writes SUBACK or UNSUBACK with one reason code for each filter, in the order of the request.</summary>
    public void Acknowledge(
        PacketBuffer buffer, PacketType type, ushort packetId, IReadOnlyList<ReasonCode> reasons, string? reasonString)
    {
        if (level != ProtocolLevel.Mqtt5)
        {
            var codes = type == PacketType.SubAck ? reasons.Count : 0;
            Header(buffer, type, 0, 2 + codes);
            buffer.WriteUInt16(packetId);
            for (var i = 0; i < codes; i++)
            {
                // 3.1.1 knows one failure (§3.9.3).
                buffer.WriteByte(reasons[i] >= ReasonCode.UnspecifiedError ? (byte)ReasonCode.UnspecifiedError : (byte)reasons[i]);
            }

            return;
        }

        var text = Fitting(reasonString, 3 + reasons.Count);
        var properties = SizeOf(text);
        Header(buffer, type, 0, 2 + PacketBuffer.SizeOfVariableInteger(properties) + properties + reasons.Count);
        buffer.WriteUInt16(packetId);
        buffer.WriteVariableInteger(properties);
        WriteReason(buffer, text);
        foreach (var reason in reasons)
        {
            buffer.WriteByte((byte)reason);
        }
    }

    /// <summary>Writes DISCONNECT. MQTT 3.1.1 has none from a server, so nothing is written there.</summary>
    public void Disconnect(PacketBuffer buffer, ReasonCode reason, string? reasonString)
    {
        if (level != ProtocolLevel.Mqtt5)
        {
            return;
        }

        var text = Fitting(reasonString, 2, always: true);
        var properties = SizeOf(text);
        Header(buffer, PacketType.Disconnect, 0, 1 + (properties > 0 ? PacketBuffer.SizeOfVariableInteger(properties) + properties : 0));
        buffer.WriteByte((byte)reason);
        if (properties > 0)
        {
            buffer.WriteVariableInteger(properties);
            WriteReason(buffer, text);
        }
    }

    /// <summary>
    /// Writes PUBLISH. Writes nothing and returns false if the packet is larger than the client takes (MQTT-3.1.2-24).
    /// </summary>
    public bool TryPublish(PacketBuffer buffer, in OutgoingPublish publish)
    {
        var message = publish.Message;
        var quality = publish.QualityOfService;
        var properties = level == ProtocolLevel.Mqtt5 ? publish.SizeOfProperties() : 0;
        var length = 2 + (publish.WithTopic ? message.TopicOctets.Length : 0) + (quality > 0 ? 2 : 0)
            + (level == ProtocolLevel.Mqtt5 ? PacketBuffer.SizeOfVariableInteger(properties) + properties : 0) + message.Payload.Length;
        if (1L + PacketBuffer.SizeOfVariableInteger(length) + length > maxPacket)
        {
            return false;
        }

        var flags = (publish.IsDuplicate ? 0x08 : 0) | ((int)quality << 1) | (publish.Retain ? 0x01 : 0);
        Header(buffer, PacketType.Publish, flags, length);
        buffer.WriteBinary(publish.WithTopic ? message.TopicOctets : []);
        if (quality > 0)
        {
            buffer.WriteUInt16(publish.PacketId);
        }

        if (level == ProtocolLevel.Mqtt5)
        {
            buffer.WriteVariableInteger(properties);
            publish.WriteProperties(buffer);
        }

        buffer.Write(message.Payload);
        return true;
    }

    /// <summary>The return code of CONNACK in MQTT 3.1.1 (§3.2.2.3).</summary>
    private static byte ReturnCode(ReasonCode reason) => reason switch
    {
        ReasonCode.Success => 0,
        ReasonCode.UnsupportedProtocolVersion => 1,
        ReasonCode.ClientIdentifierNotValid => 2,
        ReasonCode.ConnectionRateExceeded or ReasonCode.QuotaExceeded or ReasonCode.ServerShuttingDown
            or ReasonCode.UnspecifiedError => 3,
        ReasonCode.BadUserNameOrPassword => 4,
        _ => 5,
    };

    private static void Header(PacketBuffer buffer, PacketType type, int flags, int length)
    {
        buffer.WriteByte((byte)(((int)type << 4) | flags));
        buffer.WriteVariableInteger(length);
    }

    private static int SizeOf(string? reason) => reason is null ? 0 : 3 + Encoding.UTF8.GetByteCount(reason);

    private static void WriteReason(PacketBuffer buffer, string? reason)
    {
        if (reason is not null)
        {
            buffer.WriteByte((byte)PropertyId.ReasonString);
            buffer.WriteString(reason);
        }
    }

    /// <summary>The reason string, or null if the client does not want it or the packet would be too large (MQTT-3.4.2-2).</summary>
    private string? Fitting(string? reason, int others, bool always = false)
    {
        const int Headers = 10;
        return reason is { Length: > 0 and <= MaxReason } && (always || reasonStrings) && SizeOf(reason) + others + Headers <= maxPacket
            ? reason : null;
    }
}
