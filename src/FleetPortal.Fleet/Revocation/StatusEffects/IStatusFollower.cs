using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>A certificate that was issued or imported, or whose status was changed, and committed.</summary>
/// <param name="Id">The identifier of the certificate.</param>
/// <param name="Owner">The Thing or application that it belongs to.</param>
/// <param name="OwnerKind">Which of both.</param>
/// <param name="SerialNumber">The serial number in lower-case hexadecimal.</param>
/// <param name="Status">The new status.</param>
public sealed record CertificateStatusChange(
    CertificateId Id, string Owner, PrincipalKind OwnerKind, string SerialNumber, CertificateStatus Status);

/// <summary>
/// Is told of every new certificate and of every status change after the commit, for services that cache certificates in memory or tell
/// others. Slices register their followers; <see cref="TellFollowers"/> and <see cref="TellOfNewCertificates"/> call each of them. A
/// follower must neither throw nor block.
/// </summary>
public interface IStatusFollower
{
    /// <summary>Called after a certificate was added or its status was changed, and committed.</summary>
    void StatusChanged(CertificateStatusChange change);
}
