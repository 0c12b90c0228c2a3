namespace FleetPortal.Fleet.Compliance;

/// <summary>A recommendation with its controls.</summary>
public sealed record RecommendationResult(Recommendation Recommendation, IReadOnlyList<ControlResult> Controls)
{
    /// <summary>The mean of the controls, between 0 and 1; null if none has anything to measure.</summary>
    public decimal? Score { get; } = ScoreArithmetic.Mean(Controls.Select(control => control.Score));

    /// <summary>The control with the lowest score, the first of equals; null if all controls that count are met.</summary>
    public ControlResult? Worst { get; } = Controls.Where(control => control.Score < 1).MinBy(control => control.Score);
}
