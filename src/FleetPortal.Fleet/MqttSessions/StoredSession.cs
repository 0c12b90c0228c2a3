namespace FleetPortal.Fleet.MqttSessions;

/// <summary>A session as it was stored.</summary>
/// <param name="Session">The session.</param>
/// <param name="Subscriptions">Its subscriptions.</param>
/// <param name="Deliveries">Its deliveries in their order, each with whether PUBREC was received.</param>
/// <param name="Received">The packet identifiers that wait for PUBREL.</param>
/// <param name="Dropped">Messages that were dropped since the session began.</param>
public sealed record StoredSession(SessionSaved Session, IReadOnlyList<SubscriptionSaved> Subscriptions,
    IReadOnlyList<(DeliverySaved Delivery, bool Released)> Deliveries, IReadOnlyList<int> Received, long Dropped);

/// <summary>All stored sessions and the messages that are queued for them.</summary>
/// <param name="Sessions">The sessions.</param>
/// <param name="Messages">The messages by key.</param>
public sealed record StoredSessions(IReadOnlyList<StoredSession> Sessions, IReadOnlyDictionary<long, MessageSaved> Messages);
