namespace FleetPortal.Fleet.Compliance;

/// <summary>The trend of the scorecard.</summary>
/// <param name="Days">The days that were measured, oldest first.</param>
/// <param name="BelowSince">The first day of the current row of days on which a control was measured and not met, by its identifier. A
/// control that is met now, or has nothing to measure, is not in it.</param>
public sealed record ScorecardHistory(IReadOnlyList<ScorecardDay> Days, IReadOnlyDictionary<string, DateOnly> BelowSince)
{
    /// <summary>The number of days that is read if nobody says another one.</summary>
    public const int DefaultDays = 90;

    /// <summary>The maximum number of days: how long the portal keeps them.</summary>
    public const int MaxDays = ScorecardKeeper.KeptDays;
}
