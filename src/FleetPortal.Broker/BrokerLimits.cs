namespace FleetPortal.Broker;

/// <summary>What a stranger may cost before we know who it is, and a device afterwards.</summary>
public sealed record BrokerLimits
{
    /// <summary>The largest CONNECT packet, in octets.</summary>
    public int MaxConnectPacket { get; init; } = 64 * 1024;

    /// <summary>The largest packet after CONNECT, in octets; announced in CONNACK (MQTT 5 §3.2.2.3.6).</summary>
    public int MaxPacket { get; init; } = 256 * 1024;

    /// <summary>
    /// What a client may send until the TLS handshake is over, in octets: a ClientHello with a session ticket, and a chain of four RSA 4096
    /// certificates. Each certificate beyond costs the server time before it knows who it is.
    /// </summary>
    public int MaxHandshake { get; init; } = 16 * 1024;

    /// <summary>A TLS handshake must be over within this time.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A whole CONNECT must be there within this time after the handshake.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Subscriptions of one session.</summary>
    public int SubscriptionsPerSession { get; init; } = 100;

    /// <summary>The highest topic alias; announced in CONNACK (MQTT 5 §3.2.2.3.8).</summary>
    public ushort MaxTopicAlias { get; init; } = 16;

    /// <summary>Topics on which one Thing may have a retained message.</summary>
    public int RetainedTopicsPerThing { get; init; } = 64;

    /// <summary>The largest payload of a retained message, in octets: with the topics it bounds what a Thing may leave behind.</summary>
    public int MaxRetainedPayload { get; init; } = 16 * 1024;

    /// <summary>Messages that wait for one session; the oldest is dropped beyond.</summary>
    public int QueuedMessagesPerSession { get; init; } = 1_000;
}
