using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Audit;

/// <summary>Entries of the audit, newest first, each a link to its details. On a phone each is a card.</summary>
public sealed partial class AuditTable
{
    /// <summary>The entries.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AuditEntry> Entries { get; set; } = [];

    /// <summary>The one that is open.</summary>
    [Parameter]
    public long? Selected { get; set; }

    /// <summary>The address that opens an entry.</summary>
    [Parameter, EditorRequired]
    public Func<AuditEntry, string> AddressOf { get; set; } = null!;

    /// <summary>The entry at which the chain is broken.</summary>
    [Parameter]
    public long? Broken { get; set; }

    /// <summary>Below the rows.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
