using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The head of a page: window title, links to parent pages, heading, summary and actions.</summary>
public sealed partial class PageHead
{
    /// <summary>The heading. It gets the focus when the page opens.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The window title, if it differs from the heading.</summary>
    [Parameter]
    public string? WindowTitle { get; set; }

    /// <summary>The icon before a heading that is a sentence about the state. The summary is then below the heading.</summary>
    [Parameter]
    public string? Icon { get; set; }

    /// <summary>Links to the parent pages.</summary>
    [Parameter]
    public RenderFragment? Crumbs { get; set; }

    /// <summary>The content beside the heading, such as a count or a status.</summary>
    [Parameter]
    public RenderFragment? Summary { get; set; }

    /// <summary>One line below the heading: what the page is about.</summary>
    [Parameter]
    public RenderFragment? Lead { get; set; }

    /// <summary>The buttons of the page.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }
}
