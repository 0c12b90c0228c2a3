using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates.StatusSteps;

/// <summary>Writes the audit entry of the status change, and emits its event.</summary>
internal sealed class AuditTransition : IStatusStep
{
    /// <inheritdoc/>
    public void Apply(WriteScope scope, CertificateTransition transition)
    {
        var (certificate, thing, from, to) = (transition.Certificate, transition.Thing, transition.From, transition.To);
        var target = AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(), thing.Name);
        scope.Audit(
            transition.Actor, ActionOf(from, to), target,
            new { certificate.SerialNumber, Reason = transition.Reason?.ToWire(),
                note = transition.Note, before = new { status = from.ToWire() }, after = new { status = to.ToWire() } });
        scope.Emit(FleetEventKind.CertificateChanged, thing.Name);
    }

    private static string ActionOf(CertificateStatus from, CertificateStatus to) => (from, to) switch
    {
        (_, CertificateStatus.Revoked) => CertificateActions.Revoked,
        (_, CertificateStatus.Inactive) => CertificateActions.Held,
        (CertificateStatus.Inactive, CertificateStatus.Active) => CertificateActions.Released,
        _ => CertificateActions.Activated,
    };
}
