using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Detection;

/// <summary>What the detector remembers of one principal. Every list is bounded, and entries leave it with their window.</summary>
internal sealed class Trail(string principal, PrincipalKind kind)
{
    /// <summary>The maximum number of entries of each list.</summary>
    public const int MaxEntries = 64;

    private readonly DetectionQueue<Takeover> _takeovers = new(MaxEntries, entry => entry.Since);
    private readonly DetectionQueue<Visit> _visits = new(MaxEntries, entry => entry.Since);
    private readonly DetectionQueue<Refused> _refused = new(MaxEntries, entry => entry.Since);
    private readonly DetectionQueue<KeySeenAgain> _sharedKeys = new(MaxEntries, entry => entry.Since);
    private readonly DetectionQueue<ProofShown> _proofs = new(MaxEntries, entry => entry.Since);

    /// <summary>The name of the Thing or application.</summary>
    public string Principal { get; } = principal;

    /// <summary>Whether it is a Thing or an application.</summary>
    public PrincipalKind Kind { get; } = kind;

    /// <summary>The takeovers within the window, oldest first.</summary>
    public IReadOnlyList<Takeover> Takeovers => _takeovers.Entries;

    /// <summary>The accepted connections within the window, oldest first.</summary>
    public IReadOnlyList<Visit> Visits => _visits.Entries;

    /// <summary>The refused attempts within their window, oldest first.</summary>
    public IReadOnlyList<Refused> Refused => _refused.Entries;

    /// <summary>The requests of others for a key of the principal, oldest first.</summary>
    public IReadOnlyList<KeySeenAgain> SharedKeys => _sharedKeys.Entries;

    /// <summary>The rolling proofs within the window that one device would not show, oldest first.</summary>
    public IReadOnlyList<ProofShown> Proofs => _proofs.Entries;

    /// <summary>What was said last of each kind of finding. Bounded by the number of kinds.</summary>
    public Dictionary<string, LastSuspicion> Said { get; } = new(StringComparer.Ordinal);

    /// <summary>Adds an event and forgets what has left its window. Returns false for an event that came before.</summary>
    public bool Add(TrafficEvent happened, DetectionLimits limits)
    {
        _takeovers.Forget(happened.Since - limits.Window);
        _visits.Forget(happened.Since - limits.Window);
        _proofs.Forget(happened.Since - limits.Window);
        _refused.Forget(happened.Since - limits.RefusedWindow);
        _sharedKeys.Forget(happened.Since - limits.RefusedWindow);
        switch (happened)
        {
            case Connected connected:
                return Add(_visits, new Visit(connected.Since, connected.Endpoint),
                    visit => visit.Endpoint.ConnectionId == connected.Endpoint.ConnectionId);
            case TookOver took:
                return Add(_takeovers, new Takeover(took.Since, took.At, took.New, took.Old),
                    takeover => takeover.Old.ConnectionId == took.Old.ConnectionId);
            case OldAnswered answered:
                if (_takeovers.Entries.LastOrDefault(takeover => takeover.Old.ConnectionId == answered.ConnectionId) is not
                    { Answered: null } takeover)
                {
                    return false;
                }

                takeover.Answered = answered.After;
                return true;
            case Refused refused:
                _refused.Add(refused);
                return true;
            case KeySeenAgain seen:
                _sharedKeys.Add(seen);
                return true;
            case ProofShown shown:
                return Add(_proofs, shown, proof => proof.Endpoint.ConnectionId == shown.Endpoint.ConnectionId);
            default:
                return false;
        }
    }

    private static bool Add<T>(DetectionQueue<T> queue, T entry, Func<T, bool> isSame)
    {
        if (queue.Entries.Any(isSame))
        {
            return false;
        }

        queue.Add(entry);
        return true;
    }
}
