using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>How many certificates there are of each status; each figure leads to its list.</summary>
public sealed partial class StatusCounts
{
    /// <summary>The figures.</summary>
    [Parameter, EditorRequired]
    public FleetCounts Counts { get; set; } = null!;

    /// <summary>Valid certificates beside the current one of their Thing: being replaced, or not used yet.</summary>
    private int BesideCurrent => Math.Max(0, Counts.Active + Counts.Expiring - Counts.ThingsActive);
}
