using FleetPortal.Fleet.Applications;

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
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A complete CONNECT must arrive within this time after the handshake.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Subscriptions of one session.</summary>
    public int SubscriptionsPerSession { get; init; } = 100;

    /// <summary>The highest topic alias; announced in CONNACK (MQTT 5 §3.2.2.3.8).</summary>
    public ushort MaxTopicAlias { get; init; } = 16;

    /// <summary>Topics on which one Thing may have a retained message.</summary>
    public int RetainedTopicsPerThing { get; init; } = 64;

    /// <summary>The largest payload of a retained message, in octets. With the topics, it bounds the memory of one Thing.</summary>
    public int MaxRetainedPayload { get; init; } = 16 * 1024;

    /// <summary>
    /// Messages queued or in flight for one session. When the queue is full, the oldest that was not sent is dropped. An application may
    /// hear a whole fleet, in which some thousand devices publish at the same moment.
    /// </summary>
    public int QueuedMessagesPerSession { get; init; } = 10_000;

    /// <summary>Octets queued or in flight for one session.</summary>
    public int QueuedOctetsPerSession { get; init; } = 4 * 1024 * 1024;

    /// <summary>Octets queued or in flight for all sessions. A quarter is left to those that are connected.</summary>
    public long QueuedOctets { get; init; } = 256L * 1024 * 1024;

    /// <summary>
    /// Octets queued or in flight for the sessions of all instances of one application: a quarter of those of all sessions. Beyond it, each
    /// session of the application has <see cref="QueuedOctetsInAnyCase"/>.
    /// </summary>
    public long QueuedOctetsPerApplication => QueuedOctets / 4;

    /// <summary>
    /// Octets queued or in flight for a session whose application has used up its octets, so that instances that stay away do not stop the
    /// one that is connected.
    /// </summary>
    public int QueuedOctetsInAnyCase { get; init; } = 64 * 1024;

    /// <summary>A queued message is dropped after this time.</summary>
    public TimeSpan QueuedAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Messages with QoS 1 and 2 that are sent to one client and not acknowledged, if it announces no smaller number.</summary>
    public int InFlightPerSession { get; init; } = 1_000;

    /// <summary>Sessions that outlive their connection. A further one ends with its connection.</summary>
    public int DurableSessions { get; init; } = 100_000;

    /// <summary>
    /// Sessions of the instances of one application that outlive their connection: as many as it may have connections at most. Otherwise a
    /// back end that takes a new instance name at each start would use up the places of all devices.
    /// </summary>
    public int DurableSessionsPerApplication { get; init; } = ApplicationDetails.MaxConnections;

    /// <summary>Seconds for which a session may outlive its connection: 30 days.</summary>
    public uint MaxSessionExpirySeconds { get; init; } = 30 * 24 * 60 * 60;

    /// <summary>
    /// Messages with QoS 1 and 2 that a client may send without an acknowledgement; announced in CONNACK (MQTT 5 §3.2.2.3.3).
    /// </summary>
    public int ReceiveMaximum { get; init; } = 100;

    /// <summary>The highest topic alias that the broker uses towards a client (MQTT 5 §3.1.2.11.5).</summary>
    public ushort MaxOutgoingTopicAlias { get; init; } = 16;

    /// <summary>
    /// The longest keep alive of an MQTT 5 client, in seconds; announced in CONNACK to clients that ask for a longer one.
    /// </summary>
    public ushort MaxKeepAliveSeconds { get; init; } = 3_600;

    /// <summary>How long a client without a keep alive may not read.</summary>
    public TimeSpan WriteStall { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection that is being closed may take to read the last packet.</summary>
    public TimeSpan CloseGrace { get; init; } = TimeSpan.FromSeconds(2);
}
