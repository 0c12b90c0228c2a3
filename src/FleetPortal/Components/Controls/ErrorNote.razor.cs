using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A note about a failed part of a page or a refused action, with the reason and a button to retry.</summary>
public sealed partial class ErrorNote
{
    /// <summary>A sentence that names the part or action that failed.</summary>
    [Parameter, EditorRequired]
    public string Title { get; set; } = "";

    /// <summary>The reason, or null.</summary>
    [Parameter]
    public string? Message { get; set; }

    /// <summary>Called when the person retries. Without a handler there is no button.</summary>
    [Parameter]
    public EventCallback Retry { get; set; }
}
