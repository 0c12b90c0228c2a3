using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The requested status of a certificate.</summary>
internal readonly record struct StatusRequest(
    CertificateId Id, CertificateStatus To, RevocationReason? Reason = null, bool KeepLast = false, string? Note = null);
