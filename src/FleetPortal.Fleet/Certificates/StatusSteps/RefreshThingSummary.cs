using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates.StatusSteps;

/// <summary>Writes the current certificate of the Thing into its row.</summary>
internal sealed class RefreshThingSummary : IStatusStep
{
    /// <inheritdoc/>
    public void Apply(WriteScope scope, CertificateTransition transition) =>
        CertificateTransitions.RefreshThing(scope, transition.Thing.Key);
}
