namespace FleetPortal.Fleet.Waves;

/// <summary>A Thing of a wave, with its state.</summary>
internal sealed class WaveThingRecord
{
    public long WaveKey { get; set; }
    public long Position { get; set; }
    public long ThingKey { get; set; }
    public WaveThingState State { get; set; }
    public long? RotationKey { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? DoneAt { get; set; }
    public string? Code { get; set; }
    public string? Message { get; set; }
    public long ReceivedBefore { get; set; }
    public long LostBefore { get; set; }

    /// <summary>Identifies the counter of the two values above: each start of the portal counts from zero.</summary>
    public long CountedIn { get; set; }

    /// <summary>The received and lost messages over the whole turn; null until it has ended.</summary>
    public long? Received { get; set; }
    public long? Lost { get; set; }
}
