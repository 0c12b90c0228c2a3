namespace FleetPortal.Fleet.Kernel;

/// <summary>An effect of a request with an Idempotency-Key: the audit entry that was written in the same transaction.</summary>
internal sealed class RequestEffectRecord
{
    public required string Owner { get; set; }
    public required string Key { get; set; }
    public long Sequence { get; set; }
}
