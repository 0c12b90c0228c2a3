using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>What people wrote about a Thing.</summary>
public sealed partial class ThingAttributes
{
    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public ThingView Thing { get; set; } = null!;

    /// <summary>Opens the editor; without it there is none.</summary>
    [Parameter]
    public EventCallback OnEdit { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
