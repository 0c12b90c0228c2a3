using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A picture beside a word; readers skip it.</summary>
public sealed partial class FleetIcon
{
    /// <summary>One of <see cref="FleetIcons"/>.</summary>
    [Parameter, EditorRequired]
    public string Icon { get; set; } = "";
}
