namespace FleetPortal.Fleet.MqttSessions;

/// <summary>A message that is queued for at least one session.</summary>
internal sealed class QueuedMessageRecord
{
    public long Key { get; set; }
    public required string Topic { get; set; }
    public required byte[] Payload { get; set; }

    /// <summary>The properties that are passed on, as octets of a packet.</summary>
    public required byte[] Properties { get; set; }

    /// <summary>The properties of the origin, as octets of a packet.</summary>
    public required byte[] Origin { get; set; }
    public int QualityOfService { get; set; }
    public string? Publisher { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
}
