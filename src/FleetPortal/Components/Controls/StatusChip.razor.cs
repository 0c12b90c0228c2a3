using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A status: icon, word and colour, never a colour alone. Which status looks how is in <see cref="StatusTones"/>.</summary>
public sealed partial class StatusChip
{
    /// <summary>The status.</summary>
    [Parameter, EditorRequired]
    public StatusTone Status { get; set; } = null!;

    /// <summary>Whether the word is shown. Without it, the text beside the icon has to say the same.</summary>
    [Parameter]
    public bool HasWord { get; set; } = true;

    /// <summary>Stands beside the icon instead of the word.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    /// <summary>Other attributes, such as <c>title</c>.</summary>
    [Parameter(CaptureUnmatchedValues = true)]
    public IReadOnlyDictionary<string, object>? Attributes { get; set; }
}
