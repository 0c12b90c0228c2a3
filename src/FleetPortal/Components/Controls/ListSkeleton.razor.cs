using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A list in the shape of what comes, until its first rows are read.</summary>
public sealed partial class ListSkeleton
{
    /// <summary>How many columns the list has.</summary>
    [Parameter]
    public int Columns { get; set; } = 4;

    /// <summary>How many rows to draw.</summary>
    [Parameter]
    public int Rows { get; set; } = 10;

    // Widths as of words, the same at each render.
    private static string Width(int row, int column) => (50 + (37 * ((row * 3) + column) % 40)).ToString(CultureInfo.InvariantCulture) + "%";
}
