using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A moment as people say it, the exact time on hover.</summary>
public sealed partial class RelativeTime
{
    /// <summary>The moment.</summary>
    [Parameter, EditorRequired]
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>What stands there when there is none.</summary>
    [Parameter]
    public string Never { get; set; } = "never";

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
