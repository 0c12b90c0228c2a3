namespace FleetPortal.Fleet.Certificates;

/// <summary>A public key whose private key is known to others. No certificate with this key is accepted.</summary>
internal sealed class CompromisedKeyRecord
{
    public required byte[] KeyHash { get; set; }
    public DateTimeOffset MarkedAt { get; set; }
    public required string MarkedBy { get; set; }
}
