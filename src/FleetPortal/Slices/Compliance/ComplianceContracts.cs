using System.Text.Json;
using FleetPortal.Fleet.Compliance;

namespace FleetPortal.Slices.Compliance;

/// <summary>The scorecard, as <c>GET /compliance/best-practice-1.1</c> returns it.</summary>
/// <param name="Practice">The title of the practice.</param>
/// <param name="MeasuredAt">The time of the snapshot that all numbers come from, UTC.</param>
/// <param name="Score">The points of 100, rounded down.</param>
/// <param name="Recommendations">The practice itself and its recommendations, in order.</param>
/// <param name="Audit">The newest entry of the audit in the snapshot.</param>
/// <param name="Hash">SHA-256 over one line "id evidenceHash" for each control and the line "audit sequence hash", lower-case
/// hexadecimal. Each line ends with a line feed.</param>
public sealed record BestPracticeAnswer(
    string Practice, DateTimeOffset MeasuredAt, int Score, IReadOnlyList<RecommendationAnswer> Recommendations,
    AuditPositionAnswer Audit, string Hash)
{
    /// <summary>Converts a scorecard with its trend.</summary>
    public static BestPracticeAnswer Of(Scorecard scorecard, ScorecardHistory history)
    {
        ArgumentNullException.ThrowIfNull(scorecard);
        ArgumentNullException.ThrowIfNull(history);
        return new BestPracticeAnswer(BestPractice.Title, scorecard.MeasuredAt, ScoreArithmetic.Points(scorecard.Score),
            [.. scorecard.Recommendations.Select(one => RecommendationAnswer.Of(one, history))],
            new AuditPositionAnswer(scorecard.AuditSequence, scorecard.AuditHash), scorecard.Hash);
    }
}

/// <summary>A position in the audit.</summary>
/// <param name="Sequence">The number of the entry; 0 if the audit is empty.</param>
/// <param name="Hash">The hash of the entry; 64 zeros if the audit is empty.</param>
public sealed record AuditPositionAnswer(long Sequence, string Hash);

/// <summary>The practice itself, or one of its recommendations.</summary>
/// <param name="Id">The number: 1.1 for the practice, 1.1.1 to 1.1.4.</param>
/// <param name="Title">The title, quoted exactly.</param>
/// <param name="Score">The mean of its controls in percent, rounded down to one digit; null if nothing was measured.</param>
/// <param name="Controls">Its controls in order.</param>
public sealed record RecommendationAnswer(string Id, string Title, decimal? Score, IReadOnlyList<ControlAnswer> Controls)
{
    /// <summary>Converts a recommendation and its controls.</summary>
    public static RecommendationAnswer Of(RecommendationResult result, ScorecardHistory history)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new RecommendationAnswer(result.Recommendation.Id, result.Recommendation.Title, ScoreArithmetic.Percent(result.Score),
            [.. result.Controls.Select(control => ControlAnswer.Of(control, history))]);
    }
}

/// <summary>A control: one sentence of the practice with what was counted.</summary>
/// <param name="Id">The identifier, which never changes.</param>
/// <param name="Name">A short name.</param>
/// <param name="Sentence">The sentence of the practice, quoted exactly.</param>
/// <param name="Measures">What is counted, as one sentence.</param>
/// <param name="State">How far the control is met.</param>
/// <param name="Score">The part that complies in percent, rounded down to one digit; null if there is nothing to measure.</param>
/// <param name="Applicable">The number of objects that the control applies to.</param>
/// <param name="Compliant">The number of those that comply.</param>
/// <param name="Offenders">The first objects that do not comply, at most 100.</param>
/// <param name="OffendersAddress">The page that lists all of them, relative to the portal; null if there is none.</param>
/// <param name="Remedy">Where a person ends it; null if there is nothing to do.</param>
/// <param name="Note">What a reader of the numbers must know.</param>
/// <param name="BelowSince">The first day of the current row of days on which the control was not met; null if it is met or no day is
/// stored yet.</param>
/// <param name="Evidence">The numbers and what they were computed from.</param>
/// <param name="EvidenceHash">SHA-256 of the evidence in canonical JSON (RFC 8785), lower-case hexadecimal.</param>
public sealed record ControlAnswer(
    string Id, string Name, string Sentence, string Measures, ControlState State, decimal? Score, long Applicable, long Compliant,
    IReadOnlyList<OffenderAnswer> Offenders, string? OffendersAddress, RemedyAnswer? Remedy, string? Note, DateOnly? BelowSince,
    IReadOnlyDictionary<string, JsonElement> Evidence, string EvidenceHash)
{
    /// <summary>Converts a control with its evidence.</summary>
    public static ControlAnswer Of(ControlResult result, ScorecardHistory history)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(history);
        var (control, counted) = (result.Description, result.Measurement);
        return new ControlAnswer(
            control.Id, control.Name, control.Sentence, control.Measures, counted.State, ScoreArithmetic.Percent(result.Score),
            counted.Applicable, counted.Compliant,
            [.. counted.Offenders.Select(one => new OffenderAnswer(one.Name, one.IsThing, one.Reason, one.Since))],
            counted.Offenders.Count == 0 ? null : counted.OffendersAddress,
            control.Remedy is { } remedy ? new RemedyAnswer(remedy.Label, remedy.Address) : null, counted.Note,
            history.BelowSince.TryGetValue(control.Id, out var since) ? since : null,
            JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(result.Evidence)!, result.EvidenceHash);
    }
}

/// <summary>An object that does not comply.</summary>
/// <param name="Name">The ThingName; otherwise the name of the object.</param>
/// <param name="IsThing">Whether the name is a ThingName.</param>
/// <param name="Reason">Why it does not comply.</param>
/// <param name="Since">Since when, as the registry knows it; null if nothing tells.</param>
public sealed record OffenderAnswer(string Name, bool IsThing, string Reason, DateTimeOffset? Since);

/// <summary>Where a person ends what a control found.</summary>
/// <param name="Label">The button: verb and object.</param>
/// <param name="Address">The page, relative to the portal.</param>
public sealed record RemedyAnswer(string Label, string Address);

/// <summary>The trend of the scorecard.</summary>
/// <param name="Days">The days that were measured, oldest first.</param>
public sealed record BestPracticeHistoryAnswer(IReadOnlyList<BestPracticeDayAnswer> Days)
{
    /// <summary>Converts the days of a trend.</summary>
    public static BestPracticeHistoryAnswer Of(ScorecardHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return new BestPracticeHistoryAnswer([.. history.Days.Select(day => new BestPracticeDayAnswer(
            day.Day, ScoreArithmetic.Points(day.Score), [.. day.Recommendations.OrderBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => new RecommendationScoreAnswer(one.Key, ScoreArithmetic.Percent(one.Value)))]))]);
    }
}

/// <summary>The scores of one day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Score">The points of 100, rounded down.</param>
/// <param name="Recommendations">The score of each recommendation.</param>
public sealed record BestPracticeDayAnswer(DateOnly Day, int Score, IReadOnlyList<RecommendationScoreAnswer> Recommendations);

/// <summary>The score of a recommendation.</summary>
/// <param name="Id">The number of the recommendation.</param>
/// <param name="Score">The score in percent, rounded down to one digit; null if nothing was measured.</param>
public sealed record RecommendationScoreAnswer(string Id, decimal? Score);
