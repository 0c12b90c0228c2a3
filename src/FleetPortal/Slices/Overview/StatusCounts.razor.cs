using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>Shows the number of certificates of each status, each with a link to the list.</summary>
public sealed partial class StatusCounts
{
    /// <summary>The counts to show.</summary>
    [Parameter, EditorRequired]
    public FleetCounts Counts { get; set; } = null!;

    /// <summary>The number of valid certificates that are not the current one of their Thing: being replaced, or not used yet.</summary>
    private int BesideCurrent => Math.Max(0, Counts.Active + Counts.Expiring - Counts.ThingsActive);
}
