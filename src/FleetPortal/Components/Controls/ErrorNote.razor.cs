using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A part that failed or an action that was refused: what, why, and what to do.</summary>
public sealed partial class ErrorNote
{
    /// <summary>What failed.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>Why.</summary>
    [Parameter]
    public string? Message { get; set; }

    /// <summary>Does it again.</summary>
    [Parameter]
    public EventCallback Retry { get; set; }
}
