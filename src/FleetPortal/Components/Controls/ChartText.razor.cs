using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// An SVG text element in a chart. It is a component, because Razor treats the element <c>text</c> specially inside code.
/// </summary>
public sealed partial class ChartText
{
    /// <summary>The horizontal position of the left, middle or right of the text, depending on <see cref="Anchor"/>.</summary>
    [Parameter, EditorRequired]
    public string X { get; set; } = "";

    /// <summary>The vertical position of the baseline.</summary>
    [Parameter, EditorRequired]
    public string Y { get; set; } = "";

    /// <summary>The alignment: <c>start</c>, <c>middle</c> or <c>end</c>.</summary>
    [Parameter]
    public string Anchor { get; set; } = "start";

    /// <summary>The text to show in the chart.</summary>
    [Parameter, EditorRequired]
    public string Words { get; set; } = "";

    /// <summary>The CSS class: <c>value</c> for a value, null for the label of an axis.</summary>
    [Parameter]
    public string? Class { get; set; }
}
