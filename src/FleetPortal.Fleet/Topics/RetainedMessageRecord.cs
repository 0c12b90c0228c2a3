namespace FleetPortal.Fleet.Topics;

/// <summary>A retained message (MQTT 5 §3.3.1.3). It belongs to the Thing that published it.</summary>
internal sealed class RetainedMessageRecord
{
    public required string Topic { get; set; }
    public required string ThingName { get; set; }
    public required byte[] Payload { get; set; }
    public int QualityOfService { get; set; }
    public string? Properties { get; set; }
    public DateTimeOffset StoredAt { get; set; }
    public DateTimeOffset? ExpiresAt { get; set; }
}
