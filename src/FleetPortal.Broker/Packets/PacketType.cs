namespace FleetPortal.Broker.Packets;

/// <summary>The control packet types (MQTT 5 §2.1.2).</summary>
internal enum PacketType : byte
{
    /// <summary>Connection request.</summary>
    Connect = 1,

    /// <summary>Answer to CONNECT.</summary>
    ConnAck = 2,

    /// <summary>A message.</summary>
    Publish = 3,

    /// <summary>Answer to PUBLISH with QoS 1.</summary>
    PubAck = 4,

    /// <summary>First answer to PUBLISH with QoS 2.</summary>
    PubRec = 5,

    /// <summary>Answer to PUBREC.</summary>
    PubRel = 6,

    /// <summary>Answer to PUBREL.</summary>
    PubComp = 7,

    /// <summary>Requests subscriptions.</summary>
    Subscribe = 8,

    /// <summary>Answer to SUBSCRIBE.</summary>
    SubAck = 9,

    /// <summary>Ends subscriptions.</summary>
    Unsubscribe = 10,

    /// <summary>Answer to UNSUBSCRIBE.</summary>
    UnsubAck = 11,

    /// <summary>Asks for a sign of life.</summary>
    PingReq = 12,

    /// <summary>Answer to PINGREQ.</summary>
    PingResp = 13,

    /// <summary>Ends the connection.</summary>
    Disconnect = 14,

    /// <summary>Enhanced authentication.</summary>
    Auth = 15,
}
