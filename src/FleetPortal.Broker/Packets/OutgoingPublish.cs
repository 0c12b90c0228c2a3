using FleetPortal.Broker.Sessions;

namespace FleetPortal.Broker.Packets;

/// <summary>A PUBLISH to one client.</summary>
internal readonly ref struct OutgoingPublish
{
    /// <summary>The message that is delivered.</summary>
    public required Message Message { get; init; }

    /// <summary>The quality of service of this delivery.</summary>
    public required QualityOfService QualityOfService { get; init; }

    /// <summary>The packet identifier; 0 for QoS 0.</summary>
    public ushort PacketId { get; init; }

    /// <summary>The DUP flag of the packet.</summary>
    public bool IsDuplicate { get; init; }

    /// <summary>The RETAIN flag of the packet.</summary>
    public bool Retain { get; init; }

    /// <summary>The topic alias; 0 for none.</summary>
    public ushort TopicAlias { get; init; }

    /// <summary>Whether the packet contains the topic. False if the alias stands for it.</summary>
    public bool WithTopic { get; init; }

    /// <summary>Seconds until the message expires; null for never (MQTT-3.3.2-6).</summary>
    public uint? Expiry { get; init; }

    /// <summary>The identifiers of the subscriptions that match; empty for none.</summary>
    public IReadOnlyList<uint> SubscriptionIdentifiers { get; init; }

    /// <summary>The number of octets of the properties, without their length.</summary>
    public int SizeOfProperties()
    {
        var size = Message.Properties.Length + Message.OriginOctets.Length + (TopicAlias > 0 ? 3 : 0) + (Expiry is null ? 0 : 5);
        for (var i = 0; i < SubscriptionIdentifiers.Count; i++)
        {
            size += 1 + PacketBuffer.SizeOfVariableInteger((int)SubscriptionIdentifiers[i]);
        }

        return size;
    }

    /// <summary>Writes the properties, without their length.</summary>
    public void WriteProperties(PacketBuffer buffer)
    {
        if (Expiry is { } expiry)
        {
            buffer.WriteByte((byte)PropertyId.MessageExpiryInterval);
            buffer.WriteUInt32(expiry);
        }

        if (TopicAlias > 0)
        {
            buffer.WriteByte((byte)PropertyId.TopicAlias);
            buffer.WriteUInt16(TopicAlias);
        }

        for (var i = 0; i < SubscriptionIdentifiers.Count; i++)
        {
            buffer.WriteByte((byte)PropertyId.SubscriptionIdentifier);
            buffer.WriteVariableInteger((int)SubscriptionIdentifiers[i]);
        }

        buffer.Write(Message.Properties);
        buffer.Write(Message.OriginOctets);
    }
}
