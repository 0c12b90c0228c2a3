using FleetPortal.Components.Controls;

namespace FleetPortal.Slices.Overview;

/// <summary>The slice of the Overview, the first page.</summary>
internal sealed class OverviewSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Overview";

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation => [new("Overview", "", FleetIcons.Overview, NavigationGroup.Start, Words: "home")];
}
