namespace FleetPortal.Fleet.Proofs;

/// <summary>A row of the table Proofs: the rolling proof of one Thing.</summary>
internal sealed class ProofRecord
{
    public long ThingKey { get; set; }

    /// <summary>The <see cref="ProofChain"/> as JSON. It contains hashes, never values.</summary>
    public required string Chain { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}
