using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>An icon beside a word. Screen readers ignore it.</summary>
public sealed partial class FleetIcon
{
    /// <summary>The icon, one of <see cref="FleetIcons"/>.</summary>
    [Parameter, EditorRequired]
    public string Icon { get; set; } = "";
}
