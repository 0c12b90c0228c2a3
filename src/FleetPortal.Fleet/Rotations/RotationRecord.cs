using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>A rotation: the replacement of one certificate by a new one.</summary>
internal sealed class RotationRecord
{
    public long Key { get; set; }
    public required string Id { get; set; }
    public long ThingKey { get; set; }
    public ThingRecord? Thing { get; set; }
    public long OldCertificateKey { get; set; }
    public CertificateRecord? OldCertificate { get; set; }
    public long? NewCertificateKey { get; set; }
    public CertificateRecord? NewCertificate { get; set; }
    public RotationState State { get; set; }
    public DateTimeOffset RequestedAt { get; set; }
    public required string RequestedBy { get; set; }
    public DateTimeOffset? IssuedAt { get; set; }
    public DateTimeOffset? ProvenAt { get; set; }
    public DateTimeOffset? CommitDueAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public long GraceSeconds { get; set; }
    public int? ValidityDays { get; set; }
}
