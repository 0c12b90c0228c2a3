namespace FleetPortal.Broker.Packets;

/// <summary>An UNSUBSCRIBE (MQTT 5 §3.10).</summary>
/// <param name="PacketId">The packet identifier.</param>
/// <param name="Filters">The topic filters, in their order. There is at least one.</param>
internal sealed record UnsubscribePacket(ushort PacketId, IReadOnlyList<string> Filters)
{
    /// <summary>Reads an UNSUBSCRIBE with all its filters.</summary>
    public static UnsubscribePacket Read(ref PacketReader reader, ProtocolLevel level)
    {
        var packetId = reader.ReadPacketIdentifier();
        if (level == ProtocolLevel.Mqtt5)
        {
            PacketProperties.Read(ref reader, PropertySet.Unsubscribe);
        }

        if (reader.IsAtEnd)
        {
            throw ProtocolViolation.Error("UNSUBSCRIBE has no topic filter (MQTT-3.10.3-2)");
        }

        var filters = new List<string>(1);
        while (!reader.IsAtEnd)
        {
            var filter = reader.ReadString();
            filters.Add(filter.Length > 0 ? filter : throw ProtocolViolation.Malformed("a topic filter is empty (MQTT-4.7.3-1)"));
        }

        return new UnsubscribePacket(packetId, filters);
    }
}
