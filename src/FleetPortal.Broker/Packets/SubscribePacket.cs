namespace FleetPortal.Broker.Packets;

/// <summary>One topic filter of a SUBSCRIBE with its options (MQTT 5 §3.8.3.1).</summary>
/// <param name="Filter">The topic filter as the client sent it.</param>
/// <param name="QualityOfService">The highest quality of service that the client wants.</param>
/// <param name="NoLocal">The client does not want its own messages.</param>
/// <param name="RetainAsPublished">The RETAIN flag is passed on as it was published.</param>
/// <param name="RetainHandling">When retained messages are sent.</param>
internal readonly record struct SubscriptionRequest(
    string Filter, QualityOfService QualityOfService, bool NoLocal, bool RetainAsPublished, RetainHandling RetainHandling);

/// <summary>When retained messages are sent at a SUBSCRIBE (MQTT 5 §3.8.3.1).</summary>
internal enum RetainHandling : byte
{
    /// <summary>They are sent at every SUBSCRIBE.</summary>
    Always = 0,

    /// <summary>Only if the subscription is new.</summary>
    IfNew = 1,

    /// <summary>They are never sent.</summary>
    Never = 2,
}

/// <summary>A SUBSCRIBE (MQTT 5 §3.8).</summary>
/// <param name="PacketId">The packet identifier.</param>
/// <param name="Identifier">The subscription identifier of all its filters; 0 for none.</param>
/// <param name="Requests">The filters, in their order. There is at least one.</param>
internal sealed record SubscribePacket(ushort PacketId, uint Identifier, IReadOnlyList<SubscriptionRequest> Requests)
{
    /// <summary>Reads a SUBSCRIBE with all its filters.</summary>
    public static SubscribePacket Read(ref PacketReader reader, ProtocolLevel level)
    {
        var packetId = reader.ReadPacketIdentifier();
        var properties = level == ProtocolLevel.Mqtt5
            ? PacketProperties.Read(ref reader, PropertySet.Subscribe) : PacketProperties.None;
        if (reader.IsAtEnd)
        {
            throw ProtocolViolation.Error("SUBSCRIBE has no topic filter (MQTT-3.8.3-2)");
        }

        var requests = new List<SubscriptionRequest>(1);
        while (!reader.IsAtEnd)
        {
            requests.Add(ReadOne(ref reader, level));
        }

        return new SubscribePacket(packetId, properties.SubscriptionIdentifier, requests);
    }

    private static SubscriptionRequest ReadOne(ref PacketReader reader, ProtocolLevel level)
    {
        var filter = reader.ReadString();
        if (filter.Length == 0)
        {
            throw ProtocolViolation.Malformed("a topic filter is empty (MQTT-4.7.3-1)");
        }

        var options = reader.ReadByte();
        if ((options & 3) == 3 || (options & (level == ProtocolLevel.Mqtt5 ? 0xC0 : 0xFC)) != 0)
        {
            throw ProtocolViolation.Malformed($"the options of a subscription are 0x{options:X2} (MQTT-3.8.3-4, MQTT-3.8.3-5)");
        }

        var handling = (options >> 4) & 3;
        var noLocal = (options & 0x04) != 0;
        return handling == 3 ? throw ProtocolViolation.Error("Retain Handling is 3 (MQTT 5 §3.8.3.1)")
            : noLocal && filter.StartsWith("$share/", StringComparison.Ordinal)
                ? throw ProtocolViolation.Error("No Local is set for a shared subscription (MQTT-3.8.3-4)")
                : new SubscriptionRequest(
                    filter, (QualityOfService)(options & 3), noLocal, (options & 0x08) != 0, (RetainHandling)handling);
    }
}
