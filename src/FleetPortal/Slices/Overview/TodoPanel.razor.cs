using FleetPortal.Fleet.Expiry;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>What somebody should look at, most urgent first, each with its next step.</summary>
public sealed partial class TodoPanel
{
    /// <summary>The entries.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TodoEntry> Entries { get; set; } = [];

    /// <summary>The Things of an entry are to be rotated. Without it nothing is offered.</summary>
    [Parameter]
    public EventCallback<TodoEntry> OnRotate { get; set; }

    [Inject]
    private ExpiryPolicy Policy { get; set; } = null!;
}
