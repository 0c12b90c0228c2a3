namespace FleetPortal.Broker.Sessions;

/// <summary>Why a message was not delivered.</summary>
internal enum DropReason
{
    /// <summary>The queue of the session or of all sessions was full.</summary>
    QueueFull,

    /// <summary>The message expired, or was queued for too long.</summary>
    Expired,

    /// <summary>The packet is larger than the client takes (MQTT-3.1.2-24).</summary>
    TooLarge,

    /// <summary>The client read too slowly for a message with QoS 0.</summary>
    SlowReader,

    /// <summary>The rights of the client no longer allow the topic.</summary>
    NotAuthorized,
}
