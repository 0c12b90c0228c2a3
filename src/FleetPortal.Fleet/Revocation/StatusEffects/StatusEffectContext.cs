using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>The data that the effects of one commit share. Commits that are applied together share one context.</summary>
internal sealed class StatusEffectContext(TimeProvider time, long started)
{
    /// <summary>The status changes of each transaction.</summary>
    public required IReadOnlyList<StatusChanges> Changes { get; init; }

    /// <summary>The changed certificates of all transactions.</summary>
    public required IReadOnlyList<ChangedCertificate> Changed { get; init; }

    /// <summary>
    /// The changed certificates of the portal's own authorities. The portal publishes CRLs and signs OCSP responses only for these.
    /// </summary>
    public required IReadOnlyList<ChangedCertificate> Own { get; init; }

    /// <summary>The time since the request started.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(started);

    /// <summary>Completes when the last session has ended. The result is the time that it took, or null if no session was closed.</summary>
    public Task<TimeSpan?> SessionsClosed { get; set; } = Task.FromResult<TimeSpan?>(null);

    /// <summary>The propagation times that the effects have measured so far.</summary>
    public PropagationTimes Known { get; set; } = PropagationTimes.None;
}
