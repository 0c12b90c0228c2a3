using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The audit actions of certificates.</summary>
public static class CertificateActions
{
    /// <summary>The actor activated a certificate.</summary>
    [AuditAction(AuditTargets.Certificate, "Activated a certificate")]
    public const string Activated = "certificate.activated";

    /// <summary>The portal assigned a certificate to its authority.</summary>
    [AuditAction(AuditTargets.Certificate, "Assigned a certificate to its authority")]
    public const string Adopted = "certificate.adopted";

    /// <summary>The actor put a certificate on hold.</summary>
    [AuditAction(AuditTargets.Certificate, "Put a certificate on hold")]
    public const string Held = "certificate.held";

    /// <summary>The actor imported a certificate.</summary>
    [AuditAction(AuditTargets.Certificate, "Imported a certificate")]
    public const string Imported = "certificate.imported";

    /// <summary>The actor issued a certificate.</summary>
    [AuditAction(AuditTargets.Certificate, "Issued a certificate")]
    public const string Issued = "certificate.issued";

    /// <summary>The actor imported a certificate without an authority.</summary>
    [AuditAction(AuditTargets.Certificate, "Imported a certificate without an authority")]
    public const string Pinned = "certificate.pinned";

    /// <summary>The actor changed the reason of a revocation.</summary>
    [AuditAction(AuditTargets.Certificate, "Changed the reason of a revocation")]
    public const string ReasonChanged = "certificate.reason-changed";

    /// <summary>The actor released a certificate from hold.</summary>
    [AuditAction(AuditTargets.Certificate, "Released a certificate from hold")]
    public const string Released = "certificate.released";

    /// <summary>The actor renewed a certificate.</summary>
    [AuditAction(AuditTargets.Certificate, "Renewed a certificate")]
    public const string Renewed = "certificate.renewed";

    /// <summary>The actor revoked a certificate.</summary>
    [AuditAction(AuditTargets.Certificate, "Revoked a certificate")]
    public const string Revoked = "certificate.revoked";
}
