using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A checkbox of a list.</summary>
public sealed partial class Tick
{
    /// <summary><c>true</c>, <c>false</c> or <c>mixed</c>.</summary>
    [Parameter, EditorRequired]
    public string Checked { get; set; } = "false";

    /// <summary>What is chosen with it.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Whether it cannot be changed now.</summary>
    [Parameter]
    public bool Disabled { get; set; }

    /// <summary>It was ticked or unticked.</summary>
    [Parameter]
    public EventCallback OnToggle { get; set; }
}
