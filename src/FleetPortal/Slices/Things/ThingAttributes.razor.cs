using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The tab with type, groups and attributes of a Thing.</summary>
public sealed partial class ThingAttributes
{
    /// <summary>The Thing to show.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    /// <summary>Called when the editor should open. Without a handler the tab has no edit button.</summary>
    [Parameter]
    public EventCallback OnEdit { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
