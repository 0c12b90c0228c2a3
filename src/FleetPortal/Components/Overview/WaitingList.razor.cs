using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Overview;

/// <summary>What somebody should look at, most urgent first, each with its next step.</summary>
public sealed partial class WaitingList
{
    /// <summary>The figures.</summary>
    [Parameter, EditorRequired]
    public FleetCounts Counts { get; set; } = null!;

    /// <summary>The newest refusals.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Refused { get; set; } = [];
}
