using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>Asks the decider whether it refuses every changed certificate, and records the time if it does.</summary>
internal sealed class ProbeReconnect(ReconnectProbe probe) : IStatusEffect
{
    /// <inheritdoc/>
    public Task ApplyAsync(StatusEffectContext context)
    {
        var changed = context.Changed;
        if (changed.Count > 0 && changed.All(one => one.Status != CertificateStatus.Active
            && probe.IsRefused(one.ThingName, one.Der, CertificateErrors.StatusNotActive)))
        {
            context.Known = context.Known with { ReconnectRefused = context.Elapsed };
        }

        return Task.CompletedTask;
    }
}
