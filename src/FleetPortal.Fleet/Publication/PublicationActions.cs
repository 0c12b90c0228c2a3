using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Publication;

/// <summary>The audit actions of CRL and OCSP.</summary>
public static class PublicationActions
{
    /// <summary>The portal issued a certificate to an OCSP responder.</summary>
    [AuditAction(AuditTargets.Authority, "Issued a certificate to an OCSP responder")]
    public const string OcspResponderIssued = "ocsp-responder.issued";
}
