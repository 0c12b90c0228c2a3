namespace FleetPortal.Fleet.MqttSessions;

/// <summary>A message that a session has to deliver, with QoS 1 or 2.</summary>
internal sealed class DeliveryRecord
{
    public required string ClientId { get; set; }
    public long Sequence { get; set; }
    public long MessageKey { get; set; }
    public int PacketId { get; set; }
    public int QualityOfService { get; set; }
    public bool Retain { get; set; }

    /// <summary>PUBREC was received (QoS 2).</summary>
    public bool Released { get; set; }

    /// <summary>The subscription identifiers, separated by commas; null for none.</summary>
    public string? Identifiers { get; set; }

    /// <summary>The shared subscription that chose the session; null for none.</summary>
    public string? ShareGroup { get; set; }
    public DateTimeOffset QueuedAt { get; set; }
}
