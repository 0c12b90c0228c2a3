namespace FleetPortal.Broker.Packets;

/// <summary>The control packet types (MQTT 5 §2.1.2).</summary>
internal enum PacketType : byte
{
    /// <summary>The request to connect (§3.1).</summary>
    Connect = 1,

    /// <summary>The answer to CONNECT (§3.2).</summary>
    ConnAck = 2,

    /// <summary>A message, in both directions (§3.3).</summary>
    Publish = 3,

    /// <summary>Answer to PUBLISH with QoS 1.</summary>
    PubAck = 4,

    /// <summary>First answer to PUBLISH with QoS 2.</summary>
    PubRec = 5,

    /// <summary>The answer to PUBREC (§3.6).</summary>
    PubRel = 6,

    /// <summary>The answer to PUBREL (§3.7).</summary>
    PubComp = 7,

    /// <summary>The request to subscribe (§3.8).</summary>
    Subscribe = 8,

    /// <summary>The answer to SUBSCRIBE (§3.9).</summary>
    SubAck = 9,

    /// <summary>The request to end subscriptions (§3.10).</summary>
    Unsubscribe = 10,

    /// <summary>The answer to UNSUBSCRIBE (§3.11).</summary>
    UnsubAck = 11,

    /// <summary>Asks for a sign of life.</summary>
    PingReq = 12,

    /// <summary>The answer to PINGREQ (§3.13).</summary>
    PingResp = 13,

    /// <summary>The end of the connection (§3.14).</summary>
    Disconnect = 14,

    /// <summary>A step of enhanced authentication (§3.15).</summary>
    Auth = 15,
}
