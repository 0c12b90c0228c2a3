using FleetPortal.Fleet.Publication;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>Drops the stored OCSP responses of all changed certificates, before anything waits: no response from before the commit is served any more.</summary>
internal sealed class ForgetOcspResponses(OcspService ocsp) : IStatusEffect
{
    /// <inheritdoc/>
    public Task ApplyAsync(StatusEffectContext context)
    {
        foreach (var certificate in context.Own)
        {
            ocsp.Forget(certificate.AuthorityKey!.Value, certificate.SerialNumber);
        }

        return Task.CompletedTask;
    }
}
