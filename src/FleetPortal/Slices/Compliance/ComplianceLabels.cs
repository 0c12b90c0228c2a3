using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Compliance;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Compliance;

/// <summary>The words and looks of the scorecard.</summary>
public static class ComplianceLabels
{
    /// <summary>How the score is computed, as one text for the page and the report.</summary>
    public const string Arithmetic =
        "A control scores the part that complies. A recommendation scores the mean of its controls, and the whole the mean of the practice "
            + "itself and its four recommendations. What is not covered counts as 0. What has nothing to measure is left out. Percentages "
            + "are rounded down, so 100 means that nothing is missing.";

    /// <summary>Returns the look of a state.</summary>
    public static StatusTone ToneOf(ControlState state) => state switch
    {
        ControlState.Met => new("active", FleetIcons.Active, "Met"),
        ControlState.PartlyMet => new("soon", FleetIcons.Warning, "Partly met"),
        ControlState.NotMet => new("tinted expiring", FleetIcons.Warning, "Not met"),
        ControlState.NotCovered => new("tinted revoked", FleetIcons.NotReached, "Not covered"),
        _ => new("offline", FleetIcons.Pending, "Nothing to measure"),
    };

    /// <summary>Returns a score in percent, such as "97.3 %"; a dash if there is nothing to measure.</summary>
    public static string Percent(decimal? score) => ScoreArithmetic.Percent(score) is { } percent
        ? string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %") : "–";

    /// <summary>Returns what a control has counted: "248 of 250 Things".</summary>
    public static string Counted(ControlResult control)
    {
        ArgumentNullException.ThrowIfNull(control);
        var (measurement, description) = (control.Measurement, control.Description);
        return measurement.State switch
        {
            ControlState.NotCovered => measurement.Note ?? "",
            ControlState.NothingToMeasure => $"No {description.Many} at present",
            _ => $"{Number(measurement.Compliant)} of {Count(measurement.Applicable, description.One, description.Many)}",
        };
    }

    /// <summary>Returns what does not comply: "2 Things without a type"; null if a control counts nothing.</summary>
    public static string? Shortfall(ControlResult control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return control.Measurement.IsCovered && control.Missing > 0
            ? $"{Count(control.Missing, control.Description.One, control.Description.Many)} {control.Description.Shortfall}" : null;
    }

    /// <summary>Returns the worst reason of a recommendation, and how many of its controls are not covered.</summary>
    public static string WorstOf(RecommendationResult recommendation)
    {
        ArgumentNullException.ThrowIfNull(recommendation);
        var worst = recommendation.Controls.Where(control => control.Measurement.IsCovered && control.Score < 1)
            .MinBy(control => control.Score);
        var open = recommendation.Controls.Count(control => !control.Measurement.IsCovered);
        var parts = new[]
        {
            worst is null ? null : Shortfall(worst),
            open == 0 ? null : $"{Number(open)} of {Count(recommendation.Controls.Count, "control")} not covered",
        }.OfType<string>().ToList();
        return parts.Count > 0 ? string.Join("; ", parts) : recommendation.Score is null ? "Nothing to measure at present"
            : "Everything that was measured complies";
    }
}
