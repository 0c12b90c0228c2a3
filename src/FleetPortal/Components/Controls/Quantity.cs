using System.Globalization;

namespace FleetPortal.Components.Controls;

/// <summary>Numbers as pages show them, and nouns in singular and plural. Pages and sentences take them from here only.</summary>
public static class Quantity
{
    /// <summary>A whole number with separators: <c>1,234</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with one digit after the point: <c>0.5</c>, for rates and milliseconds.</summary>
    public static string Tenths(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 Thing</c>, <c>1,234 Things</c>.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">The noun in the singular; a verb may follow it (<c>Thing is</c>).</param>
    /// <param name="many">The same in the plural, if it does not just end in <c>s</c>.</param>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {Noun(number, one, many)}";

    /// <summary>The noun that goes with a number, without the number.</summary>
    /// <param name="number">How many.</param>
    /// <param name="one">In the singular.</param>
    /// <param name="many">In the plural, if it does not just end in <c>s</c>.</param>
    public static string Noun(long number, string one, string? many = null) => number == 1 ? one : many ?? one + "s";
}
