namespace FleetPortal.Fleet.Findings;

/// <summary>What a finding of the registry is about.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Examples">The first names, at most 100.</param>
/// <param name="Query">The query that lists all of them on the page Things; null if there is none.</param>
public sealed record AffectedObjects(int Count, IReadOnlyList<string> Examples, string? Query = null);
