using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// A panel beside a page, on a phone a sheet above it. When it opens, its heading gets the focus. Escape closes it, and the focus goes back to
/// where it was; <c>js/keys.js</c> does both for every panel.
/// </summary>
public sealed partial class SidePanel
{
    /// <summary>What the panel shows, for screen readers.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>The icon before the heading.</summary>
    [Parameter]
    public string? Icon { get; set; }

    /// <summary>Stands before the heading instead of an icon.</summary>
    [Parameter]
    public RenderFragment? Mark { get; set; }

    /// <summary>The heading.</summary>
    [Parameter, EditorRequired]
    public RenderFragment Heading { get; set; } = null!;

    /// <summary>The content; it scrolls.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>The actions below the content.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    /// <summary>Whether there are actions now.</summary>
    [Parameter]
    public bool HasFooter { get; set; } = true;

    /// <summary>Closes the panel.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClose { get; set; }
}
