using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>
/// Asks every check of the registry, and stores what changed. It runs soon after an event that may change an answer, and every few minutes
/// for what no event tells, such as an expiry. It reads on its own connection: the writer does not wait for it.
/// </summary>
public sealed class RegistrySweep : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    // After a sweep, the portal does other things for this many times its duration.
    private const int CostFactor = 20;

    private readonly Registry _registry;
    private readonly ISweepCheck[] _checks;
    private readonly IDisposable _subscription;
    private volatile bool _isDirty = true;
    private long? _endedAt;
    private TimeSpan _took;

    internal RegistrySweep(Registry registry, FleetEvents events, IEnumerable<ISweepCheck> checks)
    {
        (_registry, _checks) = (registry, [.. checks]);
        _subscription = events.Subscribe(happened => _isDirty |= happened.Kind is FleetEventKind.ThingChanged
            or FleetEventKind.CertificateChanged or FleetEventKind.AuthorityChanged or FleetEventKind.RotationChanged
            or FleetEventKind.ApplicationChanged);
    }

    /// <summary>The duration of the last sweep.</summary>
    public TimeSpan Took => _took;

    /// <summary>Sweeps if something has changed, or if the last sweep is too long ago.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromTicks(Math.Clamp(_took.Ticks * CostFactor, Shortest.Ticks, Longest.Ticks));
        if (_endedAt is not { } ended || _registry.Time.GetElapsedTime(ended) is var passed
            && (passed >= Longest || (_isDirty && passed >= pause)))
        {
            await RunAsync(cancellationToken);
        }
    }

    /// <summary>Sweeps now, whatever has changed.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = _registry.Time.GetTimestamp();
        _isDirty = false;
        await using (var db = _registry.Read())
        {
            var context = new SweepContext(db, _registry.Time.GetUtcNow());
            foreach (var check in _checks)
            {
                var results = await check.RunAsync(context, cancellationToken);
                if (SweepStore.Differs(db, check.Kind, results, context.Now))
                {
                    await _registry.WriteAsync(scope => SweepStore.Apply(scope, check.Kind, results), cancellationToken);
                }
            }
        }

        (_took, _endedAt) = (_registry.Time.GetElapsedTime(started), _registry.Time.GetTimestamp());
    }

    /// <inheritdoc/>
    public void Dispose() => _subscription.Dispose();
}
