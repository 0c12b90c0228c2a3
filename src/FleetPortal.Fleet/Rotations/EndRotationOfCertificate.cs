using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>
/// Rolls a rotation back if its new certificate is revoked, or if its old certificate is revoked before a new one was issued.
/// </summary>
internal sealed class EndRotationOfCertificate : IStatusStep
{
    /// <inheritdoc/>
    public void Apply(WriteScope scope, CertificateTransition transition)
    {
        if (transition.To == CertificateStatus.Revoked)
        {
            RotationRows.NoteRevoked(scope, transition.Certificate.Key, transition.Thing, transition.Actor);
        }
    }
}
