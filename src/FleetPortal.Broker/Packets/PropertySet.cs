namespace FleetPortal.Broker.Packets;

/// <summary>The properties that one kind of packet may have (MQTT 5 §2.2.2.2, table 2-4).</summary>
internal sealed class PropertySet
{
    private readonly ulong _allowed;

    private PropertySet(string packet, bool forwardsMessages, params ReadOnlySpan<PropertyId> allowed)
    {
        (Packet, ForwardsMessages) = (packet, forwardsMessages);
        foreach (var id in allowed)
        {
            _allowed |= 1UL << (int)id;
        }
    }

    /// <summary>The properties of a CONNECT.</summary>
    public static PropertySet Connect { get; } = new("CONNECT", false, PropertyId.SessionExpiryInterval, PropertyId.ReceiveMaximum,
        PropertyId.MaximumPacketSize, PropertyId.TopicAliasMaximum, PropertyId.RequestResponseInformation,
        PropertyId.RequestProblemInformation, PropertyId.UserProperty, PropertyId.AuthenticationMethod, PropertyId.AuthenticationData);

    /// <summary>Properties of the will in CONNECT.</summary>
    public static PropertySet Will { get; } = new("the will", true, PropertyId.WillDelayInterval, PropertyId.PayloadFormatIndicator,
        PropertyId.MessageExpiryInterval, PropertyId.ContentType, PropertyId.ResponseTopic, PropertyId.CorrelationData,
        PropertyId.UserProperty);

    /// <summary>Properties of PUBLISH from a client. A client sends no subscription identifier (MQTT-3.3.4-6).</summary>
    public static PropertySet Publish { get; } = new("PUBLISH", true, PropertyId.PayloadFormatIndicator, PropertyId.MessageExpiryInterval,
        PropertyId.TopicAlias, PropertyId.ContentType, PropertyId.ResponseTopic, PropertyId.CorrelationData, PropertyId.UserProperty);

    /// <summary>Properties of PUBACK, PUBREC, PUBREL and PUBCOMP.</summary>
    public static PropertySet Acknowledgement { get; } =
        new("an acknowledgement", false, PropertyId.ReasonString, PropertyId.UserProperty);

    /// <summary>The properties of a SUBSCRIBE.</summary>
    public static PropertySet Subscribe { get; } =
        new("SUBSCRIBE", false, PropertyId.SubscriptionIdentifier, PropertyId.UserProperty);

    /// <summary>The properties of an UNSUBSCRIBE.</summary>
    public static PropertySet Unsubscribe { get; } = new("UNSUBSCRIBE", false, PropertyId.UserProperty);

    /// <summary>Properties of DISCONNECT from a client. A client sends no server reference.</summary>
    public static PropertySet Disconnect { get; } =
        new("DISCONNECT", false, PropertyId.SessionExpiryInterval, PropertyId.ReasonString, PropertyId.UserProperty);

    /// <summary>The properties of an AUTH.</summary>
    public static PropertySet Auth { get; } = new("AUTH", false, PropertyId.AuthenticationMethod, PropertyId.AuthenticationData,
        PropertyId.ReasonString, PropertyId.UserProperty);

    /// <summary>The packet, as an error names it.</summary>
    public string Packet { get; }

    /// <summary>Whether the packet carries a message, whose properties are passed on.</summary>
    public bool ForwardsMessages { get; }

    /// <summary>Whether the packet may have a property.</summary>
    public bool Contains(PropertyId id) => (_allowed & (1UL << (int)id)) != 0;
}
