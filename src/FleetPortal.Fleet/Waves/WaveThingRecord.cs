namespace FleetPortal.Fleet.Waves;

/// <summary>A Thing of a wave.</summary>
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

    /// <summary>Which count the two before are of: each start of the portal counts anew.</summary>
    public long CountedIn { get; set; }

    /// <summary>What came in over the whole of its turn, and what did not; null until that is over.</summary>
    public long? Received { get; set; }
    public long? Lost { get; set; }
}
