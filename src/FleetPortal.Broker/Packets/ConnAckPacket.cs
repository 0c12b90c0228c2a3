namespace FleetPortal.Broker.Packets;

/// <summary>A CONNACK (MQTT 5 §3.2).</summary>
/// <param name="Reason">The reason code. <see cref="PacketWriter"/> translates it to a return code of MQTT 3.1.1.</param>
/// <param name="SessionPresent">Whether the client resumes a session that the server still has.</param>
/// <param name="ReasonString">The reason of a refusal; null for none.</param>
/// <param name="Announced">What the server announces; null in a refusal.</param>
internal sealed record ConnAckPacket(
    ReasonCode Reason, bool SessionPresent = false, string? ReasonString = null, ServerLimits? Announced = null)
{
    /// <summary>The rolling proof for the client; null for none.</summary>
    public string? Proof { get; init; }

    /// <summary>Writes the properties except the reason string.</summary>
    public void WriteProperties(PacketBuffer buffer)
    {
        if (Announced is not { } limits)
        {
            return;
        }

        if (limits.SessionExpiry is { } expiry)
        {
            buffer.WriteByte((byte)PropertyId.SessionExpiryInterval);
            buffer.WriteUInt32(expiry);
        }

        buffer.WriteByte((byte)PropertyId.ReceiveMaximum);
        buffer.WriteUInt16(limits.ReceiveMaximum);
        buffer.WriteByte((byte)PropertyId.MaximumPacketSize);
        buffer.WriteUInt32((uint)limits.MaximumPacketSize);
        buffer.WriteByte((byte)PropertyId.TopicAliasMaximum);
        buffer.WriteUInt16(limits.TopicAliasMaximum);
        if (limits.ServerKeepAlive is { } keepAlive)
        {
            buffer.WriteByte((byte)PropertyId.ServerKeepAlive);
            buffer.WriteUInt16(keepAlive);
        }

        if (Proof is { } proof)
        {
            buffer.WriteByte((byte)PropertyId.UserProperty);
            buffer.WriteString(PacketProperties.ProofName);
            buffer.WriteString(proof);
        }
    }
}

/// <summary>The limits that a server announces in CONNACK (MQTT 5 §3.2.2.3).</summary>
/// <param name="ReceiveMaximum">The most unacknowledged messages from the client.</param>
/// <param name="MaximumPacketSize">The largest packet from the client, in octets.</param>
/// <param name="TopicAliasMaximum">The highest topic alias of the client.</param>
/// <param name="SessionExpiry">Seconds, if the server uses another value than the client asked for; else null.</param>
/// <param name="ServerKeepAlive">Seconds, if the server uses another value than the client asked for; else null.</param>
internal sealed record ServerLimits(
    ushort ReceiveMaximum, int MaximumPacketSize, ushort TopicAliasMaximum, uint? SessionExpiry, ushort? ServerKeepAlive);
