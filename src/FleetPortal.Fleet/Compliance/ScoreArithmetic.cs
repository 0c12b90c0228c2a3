namespace FleetPortal.Fleet.Compliance;

/// <summary>
/// Computes scores between 0 and 1. A control scores the part that complies. A recommendation scores the mean of its controls, and the
/// whole the mean of its recommendations. What is not covered counts as 0; what has nothing to measure is left out.
/// </summary>
public static class ScoreArithmetic
{
    // 1/3 + 2/3 is a little less than 1 in decimals. Without this, rounding down would turn it into 99.9 %.
    private const int Digits = 9;

    /// <summary>Returns the score of a control; null if it has nothing to measure.</summary>
    public static decimal? OfControl(ControlState state, long applicable, long compliant) => state switch
    {
        ControlState.NothingToMeasure => null,
        ControlState.NotCovered => 0,
        _ => Math.Clamp(compliant, 0, applicable) / (decimal)applicable,
    };

    /// <summary>Returns the mean of the scores that count; null if none does.</summary>
    public static decimal? Mean(IEnumerable<decimal?> scores)
    {
        var counted = scores.OfType<decimal>().ToList();
        return counted.Count == 0 ? null : counted.Sum() / counted.Count;
    }

    /// <summary>
    /// Returns a score in percent, rounded down to one digit after the point, so that 100 means that nothing is missing.
    /// </summary>
    public static decimal? Percent(decimal? score) => score is { } value ? Math.Floor(Math.Round(value * 1000, Digits)) / 10 : null;

    /// <summary>Returns the points of 100, rounded down.</summary>
    public static int Points(decimal? score) => (int)Math.Floor(Percent(score) ?? 0);
}
