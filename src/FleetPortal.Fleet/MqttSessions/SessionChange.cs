namespace FleetPortal.Fleet.MqttSessions;

/// <summary>A change of the stored sessions. Changes are applied in their order.</summary>
public abstract record SessionChange
{
    /// <summary>
    /// Whether the change only removes. If a transaction fails, removals are tried again, because a row that stays would be delivered
    /// again.
    /// </summary>
    public virtual bool IsRemoval => false;
}

/// <summary>A session begins, or its expiry or its connection changes.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="ExpiresAfter">Seconds from the end of the connection to the end of the session.</param>
/// <param name="EndedAt">When its connection ended; null while it is connected.</param>
public sealed record SessionSaved(string ClientId, long ExpiresAfter, DateTimeOffset? EndedAt) : SessionChange;

/// <summary>A session has dropped messages.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="Count">How many since the session began.</param>
public sealed record SessionDropped(string ClientId, long Count) : SessionChange;

/// <summary>A session ends, with its subscriptions and deliveries.</summary>
/// <param name="ClientId">The client identifier.</param>
public sealed record SessionDeleted(string ClientId) : SessionChange
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;
}

/// <summary>A session subscribes to a filter.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="Filter">The topic filter.</param>
/// <param name="Options">The octet of the options (MQTT 5 §3.8.3.1).</param>
/// <param name="Identifier">The subscription identifier; 0 for none.</param>
public sealed record SubscriptionSaved(string ClientId, string Filter, int Options, long Identifier) : SessionChange;

/// <summary>A session unsubscribes from a filter.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="Filter">The topic filter.</param>
public sealed record SubscriptionDeleted(string ClientId, string Filter) : SessionChange
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;
}

/// <summary>A message is queued for at least one session.</summary>
public sealed record MessageSaved : SessionChange
{
    /// <summary>The key of the message.</summary>
    public required long Key { get; init; }

    /// <summary>The topic name of the message.</summary>
    public required string Topic { get; init; }

    /// <summary>The payload of the message.</summary>
    public required byte[] Payload { get; init; }

    /// <summary>The properties that are passed on, as octets of a packet.</summary>
    public required byte[] Properties { get; init; }

    /// <summary>The properties of the origin, as octets of a packet.</summary>
    public required byte[] Origin { get; init; }

    /// <summary>The quality of service of its PUBLISH: 0, 1 or 2.</summary>
    public required int QualityOfService { get; init; }

    /// <summary>The client identifier of the publisher; null for the portal.</summary>
    public string? Publisher { get; init; }

    /// <summary>When it expires; null for never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}

/// <summary>No session needs a message any more.</summary>
/// <param name="Key">The key of the message.</param>
public sealed record MessageDeleted(long Key) : SessionChange
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;
}

/// <summary>A message is queued for a session.</summary>
public sealed record DeliverySaved : SessionChange
{
    /// <summary>The client identifier of the session.</summary>
    public required string ClientId { get; init; }

    /// <summary>The place in the order of the session.</summary>
    public required long Sequence { get; init; }

    /// <summary>The key of the message.</summary>
    public required long MessageKey { get; init; }

    /// <summary>The packet identifier of the delivery.</summary>
    public required int PacketId { get; init; }

    /// <summary>The quality of service of the delivery: 1 or 2.</summary>
    public required int QualityOfService { get; init; }

    /// <summary>The RETAIN flag of the delivery.</summary>
    public bool Retain { get; init; }

    /// <summary>The subscription identifiers of the delivery.</summary>
    public IReadOnlyList<uint> Identifiers { get; init; } = [];

    /// <summary>The shared subscription that chose the session; null for none.</summary>
    public string? ShareGroup { get; init; }

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset QueuedAt { get; init; }
}

/// <summary>PUBREC was received for a delivery with QoS 2.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="Sequence">The place in the order of the session.</param>
public sealed record DeliveryReleased(string ClientId, long Sequence) : SessionChange;

/// <summary>A delivery is acknowledged or dropped.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="Sequence">The place in the order of the session.</param>
public sealed record DeliveryDeleted(string ClientId, long Sequence) : SessionChange
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;
}

/// <summary>A QoS 2 message of the client was taken; its identifier waits for PUBREL.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="PacketId">The packet identifier.</param>
public sealed record ReceivedSaved(string ClientId, int PacketId) : SessionChange;

/// <summary>PUBREL was received for a QoS 2 message of the client.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="PacketId">The packet identifier.</param>
public sealed record ReceivedDeleted(string ClientId, int PacketId) : SessionChange
{
    /// <inheritdoc/>
    public override bool IsRemoval => true;
}
