using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates.StatusSteps;

/// <summary>Marks the part of the CRL that lists the certificate as out of date.</summary>
internal sealed class TouchCrlPart : IStatusStep
{
    /// <inheritdoc/>
    public void Apply(WriteScope scope, CertificateTransition transition)
    {
        if (transition.Certificate.AuthorityKey is { } authority)
        {
            CrlShards.Change(scope, authority, transition.Certificate.Shard);
        }
    }
}
