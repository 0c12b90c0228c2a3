using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>Words in a chart. A component, because Razor takes a text element inside code for its own.</summary>
public sealed partial class ChartText
{
    /// <summary>Left, middle or right, by <see cref="Anchor"/>.</summary>
    [Parameter, EditorRequired]
    public string X { get; set; } = "";

    /// <summary>The base line.</summary>
    [Parameter, EditorRequired]
    public string Y { get; set; } = "";

    /// <summary>start, middle or end.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>What stands there.</summary>
    [Parameter, EditorRequired]
    public string Words { get; set; } = "";

    /// <summary><c>value</c> for a value, nothing for an axis.</summary>
    [Parameter]
    public string? Class { get; set; }
}
