using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>A status change of a certificate that was committed.</summary>
/// <param name="Id">The identifier of the certificate.</param>
/// <param name="Owner">The Thing or application that it belongs to.</param>
/// <param name="SerialNumber">The serial number in lower-case hexadecimal.</param>
/// <param name="Status">The new status.</param>
public sealed record CertificateStatusChange(CertificateId Id, string Owner, string SerialNumber, CertificateStatus Status);

/// <summary>
/// Is told of every committed status change of a certificate, for services that cache certificates in memory or tell others. Slices
/// register their followers; <see cref="TellFollowers"/> calls each of them. A follower must neither throw nor block.
/// </summary>
public interface IStatusFollower
{
    /// <summary>Called after the status of a certificate was changed and committed.</summary>
    void StatusChanged(CertificateStatusChange change);
}
