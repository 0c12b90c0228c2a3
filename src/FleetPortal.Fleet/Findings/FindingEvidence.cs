using System.Text.Json;
using FleetPortal.Fleet.Detection;

namespace FleetPortal.Fleet.Findings;

/// <summary>What a finding is based on. Bounded: it holds at most ten endpoints and the newest changes of the holder.</summary>
public sealed record FindingEvidence
{
    /// <summary>The maximum number of changes of the holder that are kept.</summary>
    public const int MaxHoldings = 100;

    /// <summary>The evidence of a finding that has none.</summary>
    public static FindingEvidence None { get; } = new();

    /// <summary>The title of a finding of the registry; null for one of the detector, whose title follows from its endpoints.</summary>
    public string? Title { get; init; }

    /// <summary>What a finding of the registry is about; null for one of the detector.</summary>
    public AffectedObjects? Affected { get; init; }

    /// <summary>Why, the heaviest reason first.</summary>
    public IReadOnlyList<ScoreReason> Reasons { get; init; } = [];

    /// <summary>The sides, the one that was there first in front.</summary>
    public IReadOnlyList<ClientEndpoint> Endpoints { get; init; } = [];

    /// <summary>Who held the client identifier, oldest first.</summary>
    public IReadOnlyList<Holding> Holdings { get; init; } = [];

    /// <summary>Returns the evidence with that of a suspicion added.</summary>
    public FindingEvidence With(Suspicion suspicion)
    {
        ArgumentNullException.ThrowIfNull(suspicion);
        var sides = new EndpointSides(Endpoints);
        var places = suspicion.Endpoints.Select(sides.Add).ToList();
        var added = suspicion.Holdings.Select(holding => holding with { Endpoint = holding.Endpoint < 0 ? -1 : places[holding.Endpoint] });
        return new FindingEvidence
        {
            Reasons = [.. suspicion.Reasons.Concat(Reasons).DistinctBy(reason => reason.Code).OrderByDescending(reason => reason.Points)],
            Endpoints = sides.All,
            Holdings = [.. Holdings.Concat(added).DistinctBy(holding => holding.At).OrderBy(holding => holding.At).TakeLast(MaxHoldings)],
        };
    }

    /// <summary>Reads evidence from its stored JSON.</summary>
    internal static FindingEvidence Parse(string json) => JsonSerializer.Deserialize<FindingEvidence>(json, JsonSerializerOptions.Web)!;

    /// <summary>Returns the JSON that is stored.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);
}
