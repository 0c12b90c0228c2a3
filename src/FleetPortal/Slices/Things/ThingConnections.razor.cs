using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The live session of a Thing, and its attempts to connect.</summary>
public sealed partial class ThingConnections
{
    /// <summary>Null while it is not connected.</summary>
    [Parameter, EditorRequired]
    public LiveConnection? Live { get; set; }

    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Attempts { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
