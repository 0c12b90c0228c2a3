using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Applications;

/// <summary>Shows the first filters of a list of rights, and how many more there are.</summary>
public sealed partial class FilterCell
{
    private const int Most = 2;

    /// <summary>The rights whose filters are shown.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<TopicRight> Rights { get; set; } = [];

    // Two lines in all: both filters, or the first one and the number of the others.
    private int Shown => Rights.Count <= Most ? Rights.Count : 1;
}
