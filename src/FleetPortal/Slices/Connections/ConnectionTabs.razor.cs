using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>Between what is connected and what tried to.</summary>
public sealed partial class ConnectionTabs
{
    /// <summary><c>live</c> or <c>attempts</c>.</summary>
    [Parameter, EditorRequired]
    public string Current { get; set; } = "";

    /// <summary>How many sessions are open.</summary>
    [Parameter, EditorRequired]
    public int Open { get; set; }
}
