using FleetPortal.Fleet.Publication;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Drops the cached OCSP responses of all changed certificates. Runs before the slow effects, so that no response from before the commit is
/// served for long.
/// </summary>
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
