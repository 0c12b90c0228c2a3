using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate of a Thing, issued by the portal or imported.</summary>
internal sealed class CertificateRecord
{
    public long Key { get; set; }
    public required byte[] Id { get; set; }
    public long ThingKey { get; set; }
    public ThingRecord? Thing { get; set; }
    public long? AuthorityKey { get; set; }
    public AuthorityRecord? Authority { get; set; }
    public required string SerialNumber { get; set; }
    public required byte[] KeyHash { get; set; }
    public required string KeyAlgorithm { get; set; }
    public bool KeyMadeByPortal { get; set; }
    public required string Profile { get; set; }
    public CertificateStatus Status { get; set; }
    public RevocationReason? RevocationReason { get; set; }
    public DateTimeOffset StatusChangedAt { get; set; }
    public string? StatusChangedBy { get; set; }

    /// <summary>The certificate is on hold because its Thing is contained, and is released together with it.</summary>
    public bool HeldWithThing { get; set; }
    public DateTimeOffset NotBefore { get; set; }
    public DateTimeOffset NotAfter { get; set; }
    public DateTimeOffset IssuedAt { get; set; }
    public required byte[] Der { get; set; }
    public int Shard { get; set; }
    public long? PredecessorKey { get; set; }

    /// <summary>
    /// No device has connected with the certificate since it was stored. False for certificates that are older than this column, because
    /// nothing is known of them.
    /// </summary>
    public bool NeverConnected { get; set; }
}
