using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// The head of a page about long work: its state as the heading, the buttons that steer it, how many are where, and a bar. It stands above
/// the <see cref="PageState"/> of the page, and shows <see cref="Title"/> alone until <see cref="Report"/> is read.
/// </summary>
public sealed partial class ProgressHeader
{
    /// <summary>How far the work is; null until it is read.</summary>
    [Parameter, EditorRequired]
    public ProgressReport? Report { get; set; }

    /// <summary>The heading until then.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The title of the window.</summary>
    [Parameter, EditorRequired]
    public string WindowTitle { get; set; } = "";

    /// <summary>What the bar shows, for screen readers.</summary>
    [Parameter, EditorRequired]
    public string BarLabel { get; set; } = "";

    /// <summary>Links to the pages above this one.</summary>
    [Parameter]
    public RenderFragment? Crumbs { get; set; }

    /// <summary>The buttons that pause, resume or stop it.</summary>
    [Parameter]
    public RenderFragment? Actions { get; set; }

    /// <summary>Tells the reader about the state, for example why the work stands still.</summary>
    [Parameter]
    public RenderFragment? Notes { get; set; }

    /// <summary>Why the last action was refused, or null.</summary>
    [Parameter]
    public string? Fault { get; set; }

    private IEnumerable<ProgressPart> Bar => Report?.Parts.Where(part => part.Tone is not null) ?? [];
}
