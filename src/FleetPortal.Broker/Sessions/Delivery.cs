using FleetPortal.Broker.Packets;

namespace FleetPortal.Broker.Sessions;

/// <summary>How far a delivery with QoS 1 or 2 has come.</summary>
internal enum DeliveryState
{
    /// <summary>Queued, and not yet on the disk. It is not sent before, so that a crash cannot send it twice.</summary>
    Storing,

    /// <summary>Queued and ready to be sent.</summary>
    Queued,

    /// <summary>PUBLISH was sent, and no answer came.</summary>
    Sent,

    /// <summary>PUBREC was received, and PUBREL was sent (QoS 2).</summary>
    Released,
}

/// <summary>One message for one session, with QoS 1 or 2.</summary>
/// <param name="message">The message.</param>
/// <param name="quality">The quality of service of the delivery.</param>
/// <param name="retain">The RETAIN flag of the delivery.</param>
/// <param name="identifiers">The subscription identifiers.</param>
/// <param name="group">The shared subscription that chose this session; null for none.</param>
internal sealed class Delivery(
    Message message, QualityOfService quality, bool retain, IReadOnlyList<uint> identifiers, string? group)
{
    /// <summary>The message that is delivered.</summary>
    public Message Message => message;

    /// <summary>The quality of service.</summary>
    public QualityOfService QualityOfService => quality;

    /// <summary>The RETAIN flag of the packet.</summary>
    public bool Retain => retain;

    /// <summary>The subscription identifiers of the delivery.</summary>
    public IReadOnlyList<uint> Identifiers => identifiers;

    /// <summary>The shared subscription that chose this session; null for none.</summary>
    public string? Group => group;

    /// <summary>The packet identifier. It stays the same over all connections and restarts.</summary>
    public ushort PacketId { get; set; }

    /// <summary>The place in the order of the session.</summary>
    public long Sequence { get; set; }

    /// <summary>How far it has come.</summary>
    public DeliveryState State { get; set; } = DeliveryState.Queued;

    /// <summary>PUBLISH may have been sent before, on an earlier connection.</summary>
    public bool IsDuplicate { get; set; }

    /// <summary>When it was queued, for the age limit.</summary>
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>Whether the delivery has a row in the database.</summary>
    public bool IsStored { get; set; }
}
