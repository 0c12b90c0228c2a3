using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Things;

/// <summary>The tab with the audit entries of a Thing.</summary>
public sealed partial class ThingActivity
{
    /// <summary>The audit entries, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AuditEntry> Entries { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
