using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates.StatusSteps;

/// <summary>One change of status of one certificate, before it is written.</summary>
/// <param name="Certificate">The row as it is before the change.</param>
/// <param name="Thing">The Thing of the certificate.</param>
/// <param name="To">The new status.</param>
/// <param name="Reason">Why it is revoked; null for any other status.</param>
/// <param name="Actor">Who changes it.</param>
/// <param name="Note">What the actor gave as the reason, in words.</param>
/// <param name="WithThing">It is put on hold with its whole Thing, and is released with it.</param>
internal sealed record CertificateTransition(CertificateRecord Certificate, ThingRecord Thing, CertificateStatus To, RevocationReason? Reason, Actor Actor, string? Note, bool WithThing)
{
    /// <summary>The status before the change.</summary>
    public CertificateStatus From { get; } = Certificate.Status;
}

/// <summary>
/// A step of every change of status, in its transaction. The steps run in the order in which they are registered: one list for hold, release,
/// revocation, containment, batches, rotations and CRLs of external authorities. What follows the commit is an <c>IStatusEffect</c>.
/// </summary>
internal interface IStatusStep : IWriteStep
{
    /// <summary>Carries out the step.</summary>
    void Apply(WriteScope scope, CertificateTransition transition);
}
