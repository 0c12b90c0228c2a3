using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>What was done to a Thing, and by whom: its part of the audit.</summary>
public sealed partial class ThingActivity
{
    /// <summary>Newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AuditEntry> Entries { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
