using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// A service that keeps knowledge of certificates in memory and must learn of a change of status after its commit. Slices register theirs;
/// <see cref="TellFollowers"/> calls each of them, so that no use case can forget one. It must not throw and not wait.
/// </summary>
public interface IStatusFollower
{
    /// <summary>The status of this certificate was changed and committed.</summary>
    void StatusChanged(CertificateId id, CertificateStatus status);
}
