using System.Globalization;
using FleetPortal.Fleet.Compliance;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Compliance;

/// <summary>A bar as long as a score. The number must stand beside it as text.</summary>
public sealed partial class ScoreBar
{
    /// <summary>The score, between 0 and 1; null shows an empty bar.</summary>
    [Parameter, EditorRequired]
    public decimal? Score { get; set; }

    private string Width => string.Create(CultureInfo.InvariantCulture, $"width: {ScoreArithmetic.Percent(Score) ?? 0}%");
}
