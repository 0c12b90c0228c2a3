namespace FleetPortal.Fleet.Certificates;

/// <summary>A public key that somebody else has: no certificate of it counts.</summary>
internal sealed class CompromisedKeyRecord
{
    public required byte[] KeyHash { get; set; }
    public DateTimeOffset MarkedAt { get; set; }
    public required string MarkedBy { get; set; }
}
