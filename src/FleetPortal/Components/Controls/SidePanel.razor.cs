using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A panel beside a page; on a phone it covers the page. When it opens, its heading gets the focus. Escape closes it and returns the focus
/// to the previous element. <c>js/keys.js</c> does both for every panel.
/// </summary>
public sealed partial class SidePanel
{
    /// <summary>The name of the panel for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The icon before the heading.</summary>
    [Parameter]
    public string? Icon { get; set; }

    /// <summary>Content before the heading, instead of an icon.</summary>
    [Parameter]
    public RenderFragment? Mark { get; set; }

    /// <summary>The content of the heading.</summary>
    [Parameter, EditorRequired]
    public RenderFragment Heading { get; set; } = null!;

    /// <summary>The content, which scrolls.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The actions below the content.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    /// <summary>Whether the footer is shown.</summary>
    [Parameter]
    public bool HasFooter { get; set; } = true;

    /// <summary>Called when the panel should close.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }
}
