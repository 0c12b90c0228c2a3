namespace FleetPortal.Broker;

/// <summary>Limits for a client before it is authenticated, and for a device afterwards.</summary>
public sealed record BrokerLimits
{
    /// <summary>The largest CONNECT packet, in octets.</summary>
    public int MaxConnectPacket { get; init; } = 64 * 1024;

    /// <summary>The largest packet after CONNECT, in octets; announced in CONNACK (MQTT 5 §3.2.2.3.6).</summary>
    public int MaxPacket { get; init; } = 256 * 1024;

    /// <summary>
    /// Octets that a client may send until the TLS handshake is complete: enough for a ClientHello with a session ticket and a chain of
    /// four RSA 4096 certificates. The server spends time on each further certificate before it knows the client.
    /// </summary>
    public int MaxHandshake { get; init; } = 16 * 1024;

    /// <summary>A TLS handshake must be complete within this time.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A complete CONNECT must arrive within this time after the handshake.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Subscriptions of one session.</summary>
    public int SubscriptionsPerSession { get; init; } = 100;

    /// <summary>The highest topic alias; announced in CONNACK (MQTT 5 §3.2.2.3.8).</summary>
    public ushort MaxTopicAlias { get; init; } = 16;

    /// <summary>Topics on which one Thing may have a retained message.</summary>
    public int RetainedTopicsPerThing { get; init; } = 64;

    /// <summary>The largest payload of a retained message, in octets. With the topics, it bounds the memory of one Thing.</summary>
    public int MaxRetainedPayload { get; init; } = 16 * 1024;

    /// <summary>Messages queued for one session. When the queue is full, the oldest is dropped.</summary>
    public int QueuedMessagesPerSession { get; init; } = 1_000;
}
