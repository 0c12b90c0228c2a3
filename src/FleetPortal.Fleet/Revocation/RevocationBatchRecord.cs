using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>A revocation batch: its request and its progress.</summary>
internal sealed class RevocationBatchRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public required string Selection { get; set; }
    public RevocationReason Reason { get; set; }
    public BatchState State { get; set; }
    public int Total { get; set; }
    public int Canary { get; set; }
    public int SessionsClosed { get; set; }
    public int LeftWithoutCredential { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public required string CreatedByKind { get; set; }
    public required string CreatedBy { get; set; }
    public string? CreatedById { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
}
