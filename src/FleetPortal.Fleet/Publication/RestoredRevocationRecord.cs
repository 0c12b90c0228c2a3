using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Publication;

/// <summary>
/// A serial number that a CRL lists and whose certificate is not in the registry, because it was issued after the backup from which the
/// registry was restored. It stays on the CRL and in OCSP.
/// </summary>
internal sealed class RestoredRevocationRecord
{
    public long AuthorityKey { get; set; }
    public required string SerialNumber { get; set; }
    public DateTimeOffset RevokedAt { get; set; }
    public RevocationReason Reason { get; set; }
    public bool OnHold { get; set; }

    /// <summary>The part of the CRL that listed it. Null if the complete CRL listed it; every part lists it then.</summary>
    public int? Shard { get; set; }
    public DateTimeOffset RestoredAt { get; set; }
}
