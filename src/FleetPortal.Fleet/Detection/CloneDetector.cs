using FleetPortal.Fleet.Detection.Signals;

namespace FleetPortal.Fleet.Detection;

/// <summary>
/// Finds devices that share an identity. It remembers what each principal did within a window, asks every signal of the list below what
/// that says, and adds their points. Nothing but its events reaches it: no clock, no database. Not thread-safe.
/// </summary>
public sealed class CloneDetector(DetectionLimits limits)
{
    // The first suspicion is said at once. Later ones of the same kind are said once in this time, unless the score rises.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ISignal[] _signals =
    [
        new TwoLiveConnections(),
        new TakeoversInTurn(),
        new OtherSoftware(),
        new SeveralClientIdentifiers(),
        new ManyNetworks(),
        new RetiredKey(),
        new SharedKey(),
        new RefusedAgain(),
        new ProofOutOfTurn(),
    ];

    private readonly Trails _trails = new(limits.Principals);

    /// <summary>The number of principals that are remembered.</summary>
    public int Count => _trails.Count;

    /// <summary>Takes one event, and returns what it proves; usually nothing.</summary>
    public IReadOnlyList<Suspicion> Take(TrafficEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        var trail = _trails.Of(happened.Principal, happened.Kind);
        if (!trail.Add(happened, limits))
        {
            return [];
        }

        List<ScoreReason>? reasons = null;
        foreach (var signal in _signals)
        {
            foreach (var reason in signal.Weigh(trail, limits))
            {
                (reasons ??= []).Add(reason);
            }
        }

        return reasons is null ? [] : [.. reasons.GroupBy(reason => reason.Kind, StringComparer.Ordinal)
            .Select(group => Judge(trail, happened, group.Key, [.. group.OrderByDescending(reason => reason.Points)])).OfType<Suspicion>()];
    }

    /// <summary>Forgets that a suspicion was said, because it could not be stored.</summary>
    public void Unsay(Suspicion suspicion)
    {
        ArgumentNullException.ThrowIfNull(suspicion);
        _trails.Of(suspicion.Principal, suspicion.PrincipalKind).Said.Remove(suspicion.Kind);
    }

    private Suspicion? Judge(Trail trail, TrafficEvent happened, string kind, IReadOnlyList<ScoreReason> reasons)
    {
        var score = Math.Min(100, reasons.Sum(reason => reason.Points));
        if (score < limits.Threshold)
        {
            return null;
        }

        var count = SuspicionEvidence.CountOf(trail, kind);
        if (trail.Said.TryGetValue(kind, out var last) && score <= last.Score
            && (count <= last.Count || happened.Since - last.Since < Pause) && happened.Since - last.Since < limits.Window)
        {
            return null;
        }

        trail.Said[kind] = new LastSuspicion(happened.Since, score, count);
        var endpoints = SuspicionEvidence.EndpointsOf(trail, kind);
        return new Suspicion
        {
            Kind = kind,
            Principal = trail.Principal,
            PrincipalKind = trail.Kind,
            At = happened.At,
            Score = score,
            Count = count,
            Reasons = reasons,
            Endpoints = endpoints.All,
            Holdings = SuspicionEvidence.HoldingsOf(trail, kind, endpoints),
        };
    }
}
