using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Is told of every committed status change of a certificate, for services that cache certificates in memory. Slices register their
/// followers; <see cref="TellFollowers"/> calls each of them. A follower must neither throw nor block.
/// </summary>
public interface IStatusFollower
{
    /// <summary>Called after the status of a certificate was changed and committed.</summary>
    void StatusChanged(CertificateId id, CertificateStatus status);
}
