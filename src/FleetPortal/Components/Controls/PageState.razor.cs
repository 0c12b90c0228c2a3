using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// What a page that loads can be: an error that can be retried, a skeleton until the first reading is done, empty, or full.
/// Every <see cref="LiveComponent"/> has one around what it reads.
/// </summary>
public sealed partial class PageState
{
    /// <summary>The state of the page's reading: <see cref="LiveComponent.Reading"/>.</summary>
    [Parameter, EditorRequired]
    public LoadState Of { get; set; } = null!;

    /// <summary>The first sentence of the error: what did not load.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Whether the error offers to read again. Not where only another address helps.</summary>
    [Parameter]
    public bool CanRetry { get; set; } = true;

    /// <summary>Whether what was read has nothing to show.</summary>
    [Parameter]
    public bool IsEmpty { get; set; }

    /// <summary>Shown instead of the content if <see cref="IsEmpty"/>.</summary>
    [Parameter]
    public RenderFragment? Empty { get; set; }

    /// <summary>Shown until the first reading is done; a list of <see cref="Columns"/> and <see cref="Rows"/> if it is not given.</summary>
    [Parameter]
    public RenderFragment? Skeleton { get; set; }

    /// <summary>Shown below an error that hides the content, such as a link to the list.</summary>
    [Parameter]
    public RenderFragment? Failed { get; set; }

    /// <summary>How many columns the skeleton of a list has.</summary>
    [Parameter]
    public int Columns { get; set; } = 4;

    /// <summary>How many rows the skeleton of a list has.</summary>
    [Parameter]
    public int Rows { get; set; } = 10;

    /// <summary>What the page shows once it is read. It is rendered only then.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }
}
