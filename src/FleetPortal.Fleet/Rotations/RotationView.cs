using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Rotations;

/// <summary>The state of a rotation. Old and new certificates are both valid until it is committed or rolled back.</summary>
public enum RotationState
{
    /// <summary>The rotation command was sent to the device, or will be at its next connect.</summary>
    Requested = 0,

    /// <summary>The certificate for the new key was issued.</summary>
    Issued = 1,

    /// <summary>The device has connected with the new certificate.</summary>
    Proven = 2,

    /// <summary>The old certificate is retired; the rotation has ended.</summary>
    Committed = 3,

    /// <summary>The new certificate is retired and the old one stays; the rotation has ended.</summary>
    RolledBack = 4,
}

/// <summary>A rotation as pages and the API show it.</summary>
/// <param name="Id">The identifier: 32 hexadecimal digits.</param>
/// <param name="CommitDueAt">When the grace period ends; null before the new certificate is proven.</param>
/// <param name="KeepsOld">Whether the old certificate is a factory certificate, which no rotation retires.</param>
public sealed record RotationView(
    string Id, string ThingName,
    RotationState State, CertificateId OldCertificate, CertificateId? NewCertificate, DateTimeOffset RequestedAt, string RequestedBy,
    DateTimeOffset? IssuedAt,
    DateTimeOffset? ProvenAt, DateTimeOffset? CommitDueAt, DateTimeOffset? EndedAt, TimeSpan Grace, bool KeepsOld);
