using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Detection;

/// <summary>What the detector found. It becomes a finding, or is added to the open finding of the same kind and principal.</summary>
public sealed record Suspicion
{
    /// <summary>The maximum number of endpoints that are named.</summary>
    public const int MaxEndpoints = 10;

    /// <summary>The kind of finding, one of <see cref="FindingKinds"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The name of the Thing or application.</summary>
    public required string Principal { get; init; }

    /// <summary>Whether the principal is a Thing or an application.</summary>
    public required PrincipalKind PrincipalKind { get; init; }

    /// <summary>When the last event came.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The sum of the points of the reasons, at most 100.</summary>
    public required int Score { get; init; }

    /// <summary>The number of events that speak for it: takeovers, refused attempts, networks.</summary>
    public required int Count { get; init; }

    /// <summary>Why, the heaviest reason first.</summary>
    public required IReadOnlyList<ScoreReason> Reasons { get; init; }

    /// <summary>The sides, the one that was there first in front; at most <see cref="MaxEndpoints"/>.</summary>
    public required IReadOnlyList<ClientEndpoint> Endpoints { get; init; }

    /// <summary>Who held the client identifier, oldest first. Empty if nobody took it over.</summary>
    public IReadOnlyList<Holding> Holdings { get; init; } = [];
}

/// <summary>The begin of a time in which one endpoint held the client identifier.</summary>
/// <param name="At">When it took the client identifier over.</param>
/// <param name="Endpoint">The index in <see cref="Suspicion.Endpoints"/>; -1 for one that is not among them.</param>
public sealed record Holding(DateTimeOffset At, int Endpoint);
