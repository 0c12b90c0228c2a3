using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate that was issued or imported and committed.</summary>
internal sealed record NewCertificate(
    CertificateId Id, string Owner, PrincipalKind OwnerKind, string SerialNumber, CertificateStatus Status);

/// <summary>The certificates that a transaction adds, for what follows its commit.</summary>
internal sealed class NewCertificates
{
    /// <summary>The new certificates, in their order.</summary>
    public List<NewCertificate> Certificates { get; } = [];
}
