namespace FleetPortal.Fleet.Kernel;

/// <summary>A row of the table Audit: one entry of the hash chain.</summary>
internal sealed class AuditRecord
{
    public long Sequence { get; set; }
    public DateTimeOffset At { get; set; }
    public required string ActorKind { get; set; }
    public required string ActorName { get; set; }
    public string? ActorId { get; set; }
    public required string Action { get; set; }
    public required string TargetKind { get; set; }
    public required string Target { get; set; }
    public string? ThingName { get; set; }
    public required string Details { get; set; }
    public required byte[] PreviousHash { get; set; }
    public required byte[] Hash { get; set; }
}
