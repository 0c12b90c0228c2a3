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

    /// <summary>Whether the list shows a part of the audit.</summary>
    [Parameter]
    public bool IsFiltered { get; set; }

    /// <summary>What the links keep of the address.</summary>
    [Parameter]
    public string Kept { get; set; } = "";

    /// <summary>The entry at which the chain is broken.</summary>
    [Parameter]
    public long? Broken { get; set; }

    /// <summary>Below the rows.</summary>
    [Parameter]
    public RenderFragment? Footer { get; set; }

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
