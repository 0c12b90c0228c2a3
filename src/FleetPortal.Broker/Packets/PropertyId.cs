namespace FleetPortal.Broker.Packets;

/// <summary>The identifiers of the properties of MQTT 5 (§2.2.2.2).</summary>
internal enum PropertyId : byte
{
    /// <summary>Whether the payload is UTF-8. One octet.</summary>
    PayloadFormatIndicator = 1,

    /// <summary>Seconds until the message expires. Four octets.</summary>
    MessageExpiryInterval = 2,

    /// <summary>The content type. A string.</summary>
    ContentType = 3,

    /// <summary>The topic for the response. A string.</summary>
    ResponseTopic = 8,

    /// <summary>The data that matches a response with its request. Binary.</summary>
    CorrelationData = 9,

    /// <summary>The identifier of a subscription. A variable byte integer.</summary>
    SubscriptionIdentifier = 11,

    /// <summary>Seconds until the session expires after its connection. Four octets.</summary>
    SessionExpiryInterval = 17,

    /// <summary>The client identifier that the server chose. A string.</summary>
    AssignedClientIdentifier = 18,

    /// <summary>The keep alive that the server chose, in seconds. Two octets.</summary>
    ServerKeepAlive = 19,

    /// <summary>The method of enhanced authentication. A string.</summary>
    AuthenticationMethod = 21,

    /// <summary>The data of enhanced authentication. Binary.</summary>
    AuthenticationData = 22,

    /// <summary>Whether the client asks for reason strings. One octet.</summary>
    RequestProblemInformation = 23,

    /// <summary>Seconds between the end of the connection and the will. Four octets.</summary>
    WillDelayInterval = 24,

    /// <summary>Whether the client asks for response information. One octet.</summary>
    RequestResponseInformation = 25,

    /// <summary>A base for response topics. A string.</summary>
    ResponseInformation = 26,

    /// <summary>Another server to use. A string.</summary>
    ServerReference = 28,

    /// <summary>A reason for people and logs. A string.</summary>
    ReasonString = 31,

    /// <summary>The most unacknowledged messages. Two octets.</summary>
    ReceiveMaximum = 33,

    /// <summary>The highest topic alias. Two octets.</summary>
    TopicAliasMaximum = 34,

    /// <summary>A number for a topic. Two octets.</summary>
    TopicAlias = 35,

    /// <summary>The highest quality of service of the server. One octet.</summary>
    MaximumQoS = 36,

    /// <summary>Whether the server retains messages. One octet.</summary>
    RetainAvailable = 37,

    /// <summary>A name and a value. Two strings; may occur more than once.</summary>
    UserProperty = 38,

    /// <summary>The largest packet, in octets. Four octets.</summary>
    MaximumPacketSize = 39,

    /// <summary>Whether wildcards may be used. One octet.</summary>
    WildcardSubscriptionAvailable = 40,

    /// <summary>Whether subscription identifiers may be used. One octet.</summary>
    SubscriptionIdentifierAvailable = 41,

    /// <summary>Whether shared subscriptions may be used. One octet.</summary>
    SharedSubscriptionAvailable = 42,
}
