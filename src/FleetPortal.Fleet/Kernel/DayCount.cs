using System.Globalization;

namespace FleetPortal.Fleet.Kernel;

/// <summary>Reads a number of days from a query box, with or without a <c>d</c>: <c>30d</c>.</summary>
internal static class DayCount
{
    private const int MaxDays = 36_500;

    /// <summary>Returns the number; null for any other text, and for more than a hundred years.</summary>
    public static int? Parse(string text) =>
        int.TryParse(text is [.. var number, 'd' or 'D'] ? number : text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days <= MaxDays ? days : null;
}
