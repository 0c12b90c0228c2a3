namespace FleetPortal.Broker.Packets;

/// <summary>The reason codes of MQTT 5 (§2.4). Codes from 0x80 on are errors.</summary>
internal enum ReasonCode : byte
{
    /// <summary>Success, QoS 0 granted, or a normal disconnection.</summary>
    Success = 0x00,

    /// <summary>QoS 1 is granted in SUBACK.</summary>
    GrantedQoS1 = 0x01,

    /// <summary>QoS 2 is granted in SUBACK.</summary>
    GrantedQoS2 = 0x02,

    /// <summary>The client leaves, and its will is published.</summary>
    DisconnectWithWill = 0x04,

    /// <summary>The message was accepted, but nobody subscribes to it.</summary>
    NoMatchingSubscribers = 0x10,

    /// <summary>There was no such subscription.</summary>
    NoSubscriptionExisted = 0x11,

    /// <summary>An error without a code of its own.</summary>
    UnspecifiedError = 0x80,

    /// <summary>The packet cannot be read.</summary>
    MalformedPacket = 0x81,

    /// <summary>The packet is not allowed here.</summary>
    ProtocolError = 0x82,

    /// <summary>The packet is valid, but the server does not take it.</summary>
    ImplementationSpecificError = 0x83,

    /// <summary>The protocol level is not supported.</summary>
    UnsupportedProtocolVersion = 0x84,

    /// <summary>The client identifier is not allowed.</summary>
    ClientIdentifierNotValid = 0x85,

    /// <summary>The user name or password is wrong.</summary>
    BadUserNameOrPassword = 0x86,

    /// <summary>The client may not do this.</summary>
    NotAuthorized = 0x87,

    /// <summary>The server is stopping.</summary>
    ServerShuttingDown = 0x8B,

    /// <summary>The authentication method is not supported.</summary>
    BadAuthenticationMethod = 0x8C,

    /// <summary>No packet came within one and a half times the keep alive.</summary>
    KeepAliveTimeout = 0x8D,

    /// <summary>Another connection took the session over.</summary>
    SessionTakenOver = 0x8E,

    /// <summary>The topic filter is not allowed.</summary>
    TopicFilterInvalid = 0x8F,

    /// <summary>The topic name is not allowed.</summary>
    TopicNameInvalid = 0x90,

    /// <summary>The packet identifier is in use.</summary>
    PacketIdentifierInUse = 0x91,

    /// <summary>The packet identifier is not known.</summary>
    PacketIdentifierNotFound = 0x92,

    /// <summary>More messages are unacknowledged than Receive Maximum allows.</summary>
    ReceiveMaximumExceeded = 0x93,

    /// <summary>The topic alias is 0 or above the maximum.</summary>
    TopicAliasInvalid = 0x94,

    /// <summary>The packet is larger than Maximum Packet Size.</summary>
    PacketTooLarge = 0x95,

    /// <summary>Too many messages in a short time.</summary>
    MessageRateTooHigh = 0x96,

    /// <summary>A limit of the server is reached.</summary>
    QuotaExceeded = 0x97,

    /// <summary>An administrator closed the connection.</summary>
    AdministrativeAction = 0x98,

    /// <summary>The payload does not have the format that its indicator claims.</summary>
    PayloadFormatInvalid = 0x99,

    /// <summary>The server does not support this QoS.</summary>
    QoSNotSupported = 0x9B,

    /// <summary>The client connects too often.</summary>
    ConnectionRateExceeded = 0x9F,
}
