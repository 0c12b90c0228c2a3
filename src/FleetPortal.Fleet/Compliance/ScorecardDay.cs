namespace FleetPortal.Fleet.Compliance;

/// <summary>The scores of one day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Score">The whole score, between 0 and 1; null if nothing was measured.</param>
/// <param name="Recommendations">The score of each recommendation by its identifier, between 0 and 1.</param>
public sealed record ScorecardDay(DateOnly Day, decimal? Score, IReadOnlyDictionary<string, decimal?> Recommendations);
