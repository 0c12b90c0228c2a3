namespace FleetPortal.Broker.Packets;

/// <summary>The quality of service of a message or of a subscription (MQTT 5 §4.3).</summary>
internal enum QualityOfService : byte
{
    /// <summary>At most once: no acknowledgement.</summary>
    AtMostOnce = 0,

    /// <summary>At least once: PUBACK.</summary>
    AtLeastOnce = 1,

    /// <summary>Exactly once: PUBREC, PUBREL, PUBCOMP.</summary>
    ExactlyOnce = 2,
}
