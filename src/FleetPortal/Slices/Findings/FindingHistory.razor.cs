using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Findings;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Findings;

/// <summary>The history of a finding, newest first.</summary>
public sealed partial class FindingHistory
{
    private const int Short = 8;

    private bool _all;

    /// <summary>The lines, newest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<FindingEntry> Entries { get; set; } = [];

    [Inject]
    private Viewer Viewer { get; set; } = null!;
}
