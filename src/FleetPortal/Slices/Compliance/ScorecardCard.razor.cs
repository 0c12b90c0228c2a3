using FleetPortal.Fleet.Compliance;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Compliance;

/// <summary>The scorecard in short: the points, and a bar with the worst reason for each recommendation.</summary>
public sealed partial class ScorecardCard
{
    /// <summary>The scorecard to show.</summary>
    [Parameter, EditorRequired]
    public Scorecard Scorecard { get; set; } = null!;

    /// <summary>A sentence above the list, such as which recommendation a finding breaks.</summary>
    [Parameter]
    public RenderFragment? Broken { get; set; }

    /// <summary>Whether the heading leads to the page of the scorecard.</summary>
    [Parameter]
    public bool IsLink { get; set; } = true;
}
