using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A ThingName, whole, and the way to its page.</summary>
public sealed partial class ThingNameLink
{
    /// <summary>The name.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";
}
