namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// An issuance, stored before the certificate is signed. If it is still intended at the next start, a crash ended it, and nothing was
/// delivered.
/// </summary>
internal sealed class IssuanceRecord
{
    public required string SerialNumber { get; set; }
    public long AuthorityKey { get; set; }
    public long? ThingKey { get; set; }
    public DateTimeOffset IntendedAt { get; set; }
    public IssuanceState State { get; set; }
}
