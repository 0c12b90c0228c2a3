using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates.StatusSteps;

/// <summary>One status change of one certificate, before it is written.</summary>
/// <param name="Certificate">The row as it is before the change.</param>
/// <param name="Thing">The Thing of the certificate.</param>
/// <param name="To">The new status.</param>
/// <param name="Reason">Why it is revoked; null for any other status.</param>
/// <param name="Actor">Who changes the status.</param>
/// <param name="Note">The actor's reason as text, or null.</param>
/// <param name="WithThing">Whether the certificate is put on hold together with its Thing, and is released with it.</param>
internal sealed record CertificateTransition(CertificateRecord Certificate,
    ThingRecord Thing, CertificateStatus To, RevocationReason? Reason, Actor Actor, string? Note, bool WithThing)
{
    /// <summary>The status before the change.</summary>
    public CertificateStatus From { get; } = Certificate.Status;
}

/// <summary>
/// A step of every status change, in its transaction. The steps run in the order of their registration. Hold, release, revocation,
/// containment, batches, rotations and CRLs of external authorities use the same steps. Work after the commit is an <c>IStatusEffect</c>.
/// </summary>
internal interface IStatusStep : IWriteStep
{
    /// <summary>Runs the step inside the transaction; throws to refuse the change.</summary>
    void Apply(WriteScope scope, CertificateTransition transition);
}
