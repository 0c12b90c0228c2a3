using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>Shows whether a Thing is connected.</summary>
public sealed partial class ConnectionState
{
    /// <summary>Whether the Thing is connected.</summary>
    [Parameter, EditorRequired]
    public bool Connected { get; set; }
}
