using FleetPortal.Fleet.Compliance;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Compliance;

/// <summary>A recommendation with its controls; one of them may be open.</summary>
public sealed partial class RecommendationPanel
{
    /// <summary>The recommendation that the panel shows.</summary>
    [Parameter, EditorRequired]
    public RecommendationResult Result { get; set; } = null!;

    /// <summary>The trend, which tells since when a control is not met.</summary>
    [Parameter, EditorRequired]
    public ScorecardHistory History { get; set; } = null!;

    /// <summary>The identifier of the open control; null for none.</summary>
    [Parameter]
    public string? OpenControl { get; set; }

    /// <summary>Returns the address that opens a control, or with null closes it.</summary>
    [Parameter, EditorRequired]
    public Func<string?, string> AddressOf { get; set; } = null!;

    private string HeadingId => $"practice-{Result.Recommendation.Id.Replace('.', '-')}";

    private DateOnly? BelowSince(string control) => History.BelowSince.TryGetValue(control, out var day) ? day : null;
}
