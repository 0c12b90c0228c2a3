using FleetPortal.Fleet.Expiry;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Overview;

/// <summary>The list <i>To do</i>: entries with their next step, most urgent first.</summary>
public sealed partial class AttentionList
{
    /// <summary>The entries to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttentionItem> Entries { get; set; } = [];

    /// <summary>Called when the Things of an entry should be rotated. Without a handler no entry offers a rotation.</summary>
    [Parameter]
    public EventCallback<AttentionItem> OnRotate { get; set; }

    [Inject]
    private ExpiryPolicy Policy { get; set; } = null!;
}
