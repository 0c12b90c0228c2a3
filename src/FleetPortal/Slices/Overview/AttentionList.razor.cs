using FleetPortal.Fleet.Expiry;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>What somebody should look at, most urgent first, each with its next step.</summary>
public sealed partial class AttentionList
{
    /// <summary>The entries.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttentionItem> Entries { get; set; } = [];

    /// <summary>The Things of an entry are to be rotated. Without it nothing is offered.</summary>
    [Parameter]
    public EventCallback<AttentionItem> OnRotate { get; set; }

    [Inject]
    private ExpiryPolicy Policy { get; set; } = null!;
}
