namespace FleetPortal.Fleet.Compliance;

/// <summary>One evaluation of all controls.</summary>
/// <param name="MeasuredAt">The time of the snapshot that all numbers come from.</param>
/// <param name="Took">How long the evaluation took.</param>
/// <param name="Recommendations">The practice itself and its recommendations, in order.</param>
/// <param name="AuditSequence">The number of the newest audit entry in the snapshot; 0 if there is none.</param>
/// <param name="AuditHash">The hash of that entry in lower-case hexadecimal; 64 zeros if there is none.</param>
public sealed record Scorecard(
    DateTimeOffset MeasuredAt, TimeSpan Took, IReadOnlyList<RecommendationResult> Recommendations, long AuditSequence, string AuditHash)
{
    /// <summary>The mean of the recommendations, between 0 and 1; null if none has anything to measure.</summary>
    public decimal? Score { get; } = ScoreArithmetic.Mean(Recommendations.Select(recommendation => recommendation.Score));

    /// <summary>All controls in order.</summary>
    public IEnumerable<ControlResult> Controls => Recommendations.SelectMany(recommendation => recommendation.Controls);

    /// <summary>The hash over the evidence of all controls and the head of the audit, in lower-case hexadecimal.</summary>
    public string Hash => EvidenceHash.OfDocument(Controls.Select(control => (control.Description.Id, control.EvidenceHash)),
        AuditSequence, AuditHash);
}
