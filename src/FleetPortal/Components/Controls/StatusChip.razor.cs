using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>
/// Shows a status as icon, word and colour, never as a colour alone. <see cref="StatusTones"/> defines the look of every status.
/// </summary>
public sealed partial class StatusChip
{
    /// <summary>The status to show.</summary>
    [Parameter, EditorRequired]
    public StatusTone Status { get; set; } = null!;

    /// <summary>Whether the word is shown. Without it, the text beside the icon must state the status.</summary>
    [Parameter]
    public bool HasWord { get; set; } = true;

    /// <summary>The content beside the icon, instead of the word.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Other attributes, such as <c>title</c>.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }
}
