using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Rotations;

/// <summary>How far the replacement of a certificate is. Old and new are both valid until Committed or RolledBack.</summary>
public enum RotationState
{
    /// <summary>The device was told, or will be when it comes.</summary>
    Requested = 0,

    /// <summary>The device has a certificate for a new key.</summary>
    Issued = 1,

    /// <summary>The device connected with it.</summary>
    Proven = 2,

    /// <summary>The old certificate is retired.</summary>
    Committed = 3,

    /// <summary>The new certificate is retired, the old one stays.</summary>
    RolledBack = 4,
}

/// <summary>A rotation as people see it.</summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="CommitDueAt">When the rotation ends, once the new certificate is proven.</param>
/// <param name="KeepsOld">The old certificate is the one of the factory, which no rotation retires.</param>
public sealed record RotationView(
    string Id, string ThingName, RotationState State, CertificateId OldCertificate, CertificateId? NewCertificate, DateTimeOffset RequestedAt, string RequestedBy,
    DateTimeOffset? IssuedAt, DateTimeOffset? ProvenAt, DateTimeOffset? CommitDueAt, DateTimeOffset? EndedAt, TimeSpan Grace, bool KeepsOld);
