using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>What the effects of one commit, or of commits that belong together, share.</summary>
internal sealed class StatusEffectContext(TimeProvider time, long started)
{
    /// <summary>The transactions.</summary>
    public required IReadOnlyList<StatusChanges> Changes { get; init; }

    /// <summary>All certificates that changed.</summary>
    public required IReadOnlyList<ChangedCertificate> Changed { get; init; }

    /// <summary>Those of the portal's own authorities. Only for these does the portal publish CRLs and sign OCSP responses.</summary>
    public required IReadOnlyList<ChangedCertificate> Own { get; init; }

    /// <summary>The time since the request.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Completes when the last session has ended; answers after how long, or null where there was none.</summary>
    public Task<TimeSpan?> SessionsClosed { get; set; } = Task.FromResult<TimeSpan?>(null);

    /// <summary>When each part of the world knew, as far as the effects have come.</summary>
    public PropagationTimes Known { get; set; } = PropagationTimes.None;
}
