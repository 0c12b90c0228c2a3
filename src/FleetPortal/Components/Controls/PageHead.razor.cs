using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>The head of a page: the title of the window, the way back, the heading, a summary beside it, and the actions.</summary>
public sealed partial class PageHead
{
    /// <summary>The heading. It gets the focus when somebody comes to the page.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The title of the window, if it is not the heading.</summary>
    [Parameter]
    public string? WindowTitle { get; set; }

    /// <summary>Links to the pages above this one.</summary>
    [Parameter]
    public RenderFragment? Crumbs { get; set; }

    /// <summary>Beside the heading: a count, a status.</summary>
    [Parameter]
    public RenderFragment? Summary { get; set; }

    /// <summary>The buttons of the page.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }
}
