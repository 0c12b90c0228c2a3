namespace FleetPortal.Fleet.Access;

/// <summary>A recovery code that was not used yet. The registry keeps its hash, never the code.</summary>
internal sealed class RecoveryCodeRecord
{
    public long Key { get; set; }
    public required string AccountId { get; set; }
    public required byte[] Hash { get; set; }
}
