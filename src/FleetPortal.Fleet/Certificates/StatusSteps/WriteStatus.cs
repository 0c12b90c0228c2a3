using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates.StatusSteps;

/// <summary>Writes the status into the row of the certificate.</summary>
internal sealed class WriteStatus : IStatusStep
{
    private const string UpdateStatus = """
        UPDATE Certificates SET Status = $1, RevocationReason = $2, StatusChangedAt = $3, StatusChangedBy = $4, HeldWithThing = $5 WHERE "Key" = $6
        """;

    /// <inheritdoc/>
    public void Apply(WriteScope scope, CertificateTransition transition) => scope.Statements.Execute(
        UpdateStatus, transition.To, transition.Reason, scope.Now, transition.Actor.Name, transition.WithThing, transition.Certificate.Key);
}
