using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Audit;

/// <summary>The table of audit entries, newest first, with links to their details. On a phone each entry is a card.</summary>
public sealed partial class AuditTable
{
    /// <summary>The entries to show.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AuditEntry> Entries { get; set; } = [];

    /// <summary>The number of the entry whose panel is open, or null.</summary>
    [Parameter]
    public long? Selected { get; set; }

    /// <summary>Returns the address that opens an entry.</summary>
    [Parameter, EditorRequired]
    public Func<AuditEntry, string> AddressOf { get; set; } = null!;

    /// <summary>The number of the entry at which the chain is broken, or null.</summary>
    [Parameter]
    public long? Broken { get; set; }

    /// <summary>The content below the rows.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
