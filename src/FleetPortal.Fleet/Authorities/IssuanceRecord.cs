namespace FleetPortal.Fleet.Authorities;

/// <summary>What is about to be signed. A row without a certificate is an issuance that a crash ended: nothing of it was delivered.</summary>
internal sealed class IssuanceRecord
{
    public required string SerialNumber { get; set; }
    public long AuthorityKey { get; set; }
    public long? ThingKey { get; set; }
    public DateTimeOffset IntendedAt { get; set; }
    public IssuanceState State { get; set; }
}
