namespace FleetPortal.Fleet.Waves;

/// <summary>A wave: the rotation of many Things.</summary>
internal sealed class WaveRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Query { get; set; }
    public WaveState State { get; set; }
    public string? Reason { get; set; }
    public int InFlight { get; set; }
    public int StopPercent { get; set; }
    public int GraceMinutes { get; set; }
    public int TimeoutMinutes { get; set; }
    public int SpreadDays { get; set; }
    public int FailedBefore { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public required string CreatedBy { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
