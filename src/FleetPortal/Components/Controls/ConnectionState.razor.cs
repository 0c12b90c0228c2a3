using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>Whether a Thing has a live session.</summary>
public sealed partial class ConnectionState
{
    /// <summary>Whether it has.</summary>
    [Parameter, EditorRequired]
    public bool Connected { get; set; }
}
