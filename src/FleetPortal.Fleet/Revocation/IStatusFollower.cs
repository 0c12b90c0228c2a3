using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Revocation;

/// <summary>
/// A service that keeps knowledge of certificates in memory and must learn of a change of status after its commit. Slices register theirs;
/// <see cref="StatusEffect"/> calls each of them first, so that no use case can forget one. It must not throw and not wait.
/// </summary>
public interface IStatusFollower
{
    /// <summary>The status of this certificate was changed and committed.</summary>
    void StatusChanged(CertificateId id, CertificateStatus status);
}
