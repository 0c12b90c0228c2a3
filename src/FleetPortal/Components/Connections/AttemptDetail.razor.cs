using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Connections;

/// <summary>One attempt: each check ticked or crossed, what it compared, and what would fix it.</summary>
public sealed partial class AttemptDetail
{
    /// <summary>Which one.</summary>
    [Parameter, EditorRequired]
    public AttemptView Attempt { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
