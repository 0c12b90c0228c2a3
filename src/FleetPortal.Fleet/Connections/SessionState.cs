using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>A subscription of an MQTT session.</summary>
/// <param name="Filter">The topic filter.</param>
/// <param name="QualityOfService">The granted quality of service: 0, 1 or 2.</param>
public sealed record SessionSubscription(string Filter, int QualityOfService);

/// <summary>The limits that one side of an MQTT connection announced (MQTT 5 §3.1.2.11, §3.2.2.3).</summary>
/// <param name="ReceiveMaximum">Messages with QoS 1 and 2 that may be unacknowledged.</param>
/// <param name="MaximumPacketSize">The largest packet in octets; null for no limit.</param>
/// <param name="TopicAliasMaximum">The highest topic alias; 0 for none.</param>
public sealed record ConnectionPeerLimits(int ReceiveMaximum, long? MaximumPacketSize, int TopicAliasMaximum);

/// <summary>What the client and the portal agreed on when the connection of a session began.</summary>
public sealed record SessionConnection
{
    /// <summary>Whether the client resumed a session that existed before.</summary>
    public required bool Resumed { get; init; }

    /// <summary>The keep alive that applies; zero for none.</summary>
    public required TimeSpan KeepAlive { get; init; }

    /// <summary>The topic of the will; null without one.</summary>
    public string? WillTopic { get; init; }

    /// <summary>The limits of the client.</summary>
    public required ConnectionPeerLimits Client { get; init; }

    /// <summary>The limits of the portal.</summary>
    public required ConnectionPeerLimits Server { get; init; }
}

/// <summary>The MQTT session of a client, as it is now. It may outlive its connection.</summary>
public sealed record SessionState
{
    /// <summary>How long the session outlives the connection; zero if it ends with it.</summary>
    public required TimeSpan Expiry { get; init; }

    /// <summary>When the session ends if its client does not come back; null while it is connected, or if it never ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The subscriptions, ordered by filter.</summary>
    public required IReadOnlyList<SessionSubscription> Subscriptions { get; init; }

    /// <summary>Messages that wait to be sent.</summary>
    public required int Queued { get; init; }

    /// <summary>Messages that were sent and are not acknowledged.</summary>
    public required int InFlight { get; init; }

    /// <summary>The size of both in octets.</summary>
    public required long QueuedOctets { get; init; }

    /// <summary>Messages that were dropped since the session began: queue full, expired, too large, slow reader, no right.</summary>
    public required long Dropped { get; init; }

    /// <summary>The terms of its connection; null while its client is not connected.</summary>
    public SessionConnection? Connection { get; init; }
}

/// <summary>The session of a client that is not connected.</summary>
/// <param name="ClientId">The client identifier.</param>
/// <param name="State">The session as it is now.</param>
public sealed record AbsentSession(string ClientId, SessionState State);

/// <summary>The Thing or application of a client identifier.</summary>
/// <param name="Name">The ThingName, or the name of the application.</param>
/// <param name="Kind">Which of both.</param>
public sealed record ClientOwner(string Name, PrincipalKind Kind);
