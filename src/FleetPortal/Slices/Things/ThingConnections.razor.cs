using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The tab with the live connection of a Thing, its MQTT session and its connect attempts.</summary>
public sealed partial class ThingConnections
{
    /// <summary>The live connection; null if the Thing is not connected.</summary>
    [Parameter, EditorRequired]
    public LiveConnection? Live { get; set; }

    /// <summary>The name of the Thing, which is its client identifier.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    /// <summary>Its MQTT session, also while it is not connected; null if it has none.</summary>
    [Parameter, EditorRequired]
    public SessionState? Session { get; set; }

    /// <summary>The end of its last connection; null if there was none since the start of the portal.</summary>
    [Parameter]
    public LastDisconnect? Last { get; set; }

    /// <summary>The attempts, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Attempts { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    private string SessionAddress => $"connections/live/{Uri.EscapeDataString(Name)}";
}
