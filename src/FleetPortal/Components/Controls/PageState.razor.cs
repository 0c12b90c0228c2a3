using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Shows the state of a page: an error with a retry, a skeleton before the first read, a note if there is no data, or the content. Every
/// <see cref="LiveComponent"/> has one around its content.
/// </summary>
public sealed partial class PageState
{
    /// <summary>The result of the last read: <see cref="LiveComponent.Reading"/>.</summary>
    [Parameter, EditorRequired]
    public LoadState Of { get; set; } = null!;

    /// <summary>The first sentence of the error, which names the data that did not load.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Whether the error has a retry button. False if only another address helps.</summary>
    [Parameter]
    public bool CanRetry { get; set; } = true;

    /// <summary>Whether there is no data to show.</summary>
    [Parameter]
    public bool IsEmpty { get; set; }

    /// <summary>Shown instead of the content if <see cref="IsEmpty"/>.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Shown before the first read. The default is a list skeleton with <see cref="Columns"/> and <see cref="Rows"/>.</summary>
    [Parameter]
    public RenderFragment? Skeleton { get; set; }

    /// <summary>Shown below an error that hides the content, such as a link to the list.</summary>
    [Parameter]
    public RenderFragment? Failed { get; set; }

    /// <summary>The number of columns of the list skeleton.</summary>
    [Parameter]
    public int Columns { get; set; } = 4;

    /// <summary>The number of rows of the list skeleton.</summary>
    [Parameter]
    public int Rows { get; set; } = 10;

    /// <summary>The content of the page. It is rendered only after a successful read.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
