using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>The tabs <em>Live</em> and <em>Attempts</em>.</summary>
public sealed partial class ConnectionTabs
{
    /// <summary>The current tab: <c>live</c> or <c>attempts</c>.</summary>
    [Parameter, EditorRequired]
    public string Current { get; set; } = "";

    /// <summary>The number of live connections.</summary>
    [Parameter, EditorRequired]
    public int Open { get; set; }
}
