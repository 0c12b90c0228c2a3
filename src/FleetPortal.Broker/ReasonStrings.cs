namespace FleetPortal.Broker;

/// <summary>
/// The Reason String (MQTT 5 §3.1.2.11.7) with which the broker answers PUBLISH and SUBSCRIBE or closes a session. A refused CONNECT
/// carries a code of <c>RefusalCodes</c> or <see cref="BrokerRefusals"/>.
/// </summary>
public static class ReasonStrings
{
    /// <summary>The session was closed from the portal. Ask the administrator.</summary>
    public const string AdministrativeAction = "administrative-action";

    /// <summary>Nothing came for one and a half times the keep alive. Send PINGREQ in time.</summary>
    public const string KeepAliveTimeout = "keep-alive-timeout";

    /// <summary>The message could not be stored for a session. Publish it again later.</summary>
    public const string MessageNotStored = "message-not-stored";

    /// <summary>Sessions subscribe to the topic, but none has a place for the message. Publish it again later.</summary>
    public const string QueuesFull = "queues-full";

    /// <summary>The retained message could not be stored. Publish it again later.</summary>
    public const string RetainedNotKept = "retained-not-kept";

    /// <summary>The Thing has as many retained messages as are allowed. Clear one with an empty payload.</summary>
    public const string RetainedQuota = "retained-quota";

    /// <summary>The certificate or the Thing lost its rights during the session. Ask the administrator.</summary>
    public const string RightsWithdrawn = "rights-withdrawn";

    /// <summary>The portal is stopping. Connect again later.</summary>
    public const string ServerShuttingDown = "server-shutting-down";

    /// <summary>Another connection of the same client identifier took the session over. Let one device use one identity.</summary>
    public const string SessionTakenOver = "session-taken-over";

    /// <summary>The session has as many subscriptions as are allowed. Unsubscribe from one, or use wildcards.</summary>
    public const string SubscriptionQuota = "subscription-quota";

    /// <summary>The topic policy does not allow the topic or filter; the rule follows. Use the topics of the Thing itself.</summary>
    public const string TopicRefused = "topic-refused";

    /// <summary>
    /// The topic or filter has too many octets or levels; the limit follows. Shorten it, or raise Limits:TopicOctets or Limits:TopicLevels.
    /// </summary>
    public const string TopicTooLong = "topic-too-long";
}
