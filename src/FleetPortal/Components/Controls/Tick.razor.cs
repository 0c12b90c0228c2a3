using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A checkbox in a list.</summary>
public sealed partial class Tick
{
    /// <summary>The state: <c>true</c>, <c>false</c> or <c>mixed</c>.</summary>
    [Parameter, EditorRequired]
    public string Checked { get; set; } = "false";

    /// <summary>The label for screen readers, which names the row.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Whether the checkbox is disabled.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>Called when the person changes the state.</summary>
    [Parameter]
    public EventCallback OnToggle { get; set; }
}
