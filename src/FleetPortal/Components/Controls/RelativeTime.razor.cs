using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>Shows a time relative to now, such as "in 12 days", with the exact time as a tooltip.</summary>
public sealed partial class RelativeTime
{
    /// <summary>The time to show, or null.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>The text if there is no time.</summary>
    [Parameter]
    public string Never { get; set; } = "never";

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
