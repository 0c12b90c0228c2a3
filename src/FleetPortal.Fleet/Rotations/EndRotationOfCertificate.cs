using FleetPortal.Fleet.Certificates.StatusSteps;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Rolls the rotation back that was to bring a certificate which is revoked, or that was requested for it.</summary>
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
