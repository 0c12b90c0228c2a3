using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Controls;

/// <summary>A skeleton of a list, shown until its first rows are read.</summary>
public sealed partial class ListSkeleton
{
    /// <summary>The number of columns.</summary>
    [Parameter]
    public int Columns { get; set; } = 4;

    /// <summary>The number of rows.</summary>
    [Parameter]
    public int Rows { get; set; } = 10;

    // The widths look like words and are the same at each render.
    private static string Width(
        int row, int column) => (50 + (37 * ((row * 3) + column) % 40)).ToString(CultureInfo.InvariantCulture) + "%";
}
