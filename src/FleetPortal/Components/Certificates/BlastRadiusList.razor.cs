using System.Globalization;
using FleetPortal.Fleet.Revocation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Certificates;

/// <summary>What will end, in words, before anything does; and beside what was done.</summary>
public sealed partial class BlastRadiusList
{
    /// <summary>What was counted.</summary>
    [Parameter, EditorRequired]
    public BlastRadius Radius { get; set; } = null!;

    /// <summary>What ends can be undone.</summary>
    [Parameter]
    public bool CanBeReleased { get; set; }

    /// <summary>It was done, and so many sessions closed; the rest is as it was counted before. Null before it is done.</summary>
    [Parameter]
    public int? Closed { get; set; }

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Names(IReadOnlyList<string> examples, int count) => string.Join(", ", examples) + (count > examples.Count ? $" and {N(count - examples.Count)} more" : "");
}
