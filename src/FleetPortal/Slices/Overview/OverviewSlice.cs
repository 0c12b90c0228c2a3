using FleetPortal.Components.Controls;

namespace FleetPortal.Slices.Overview;

/// <summary>The first page: is anything wrong, and what is to be done.</summary>
internal sealed class OverviewSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Overview";

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation => [new("Overview", "", FleetIcons.Overview, NavigationGroup.Start, Words: "home")];
}
