using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Ocsp;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Asks the OCSP responder for the status of every changed certificate, and records the time if all responses have the new status.
/// </summary>
internal sealed class AskOcsp(OcspService ocsp) : IStatusEffect
{
    /// <inheritdoc/>
    public Task ApplyAsync(StatusEffectContext context)
    {
        if (context.Own.Count > 0 && context.Own.All(IsKnown))
        {
            context.Known = context.Known with { Ocsp = context.Elapsed };
        }

        return Task.CompletedTask;
    }

    private bool IsKnown(ChangedCertificate certificate) =>
        ocsp.StatusOf(certificate.AuthorityKey!.Value, certificate.SerialNumber).State
            == (certificate.Status >= CertificateStatus.Inactive ? OcspState.Revoked : OcspState.Good);
}
