using System.Globalization;

namespace FleetPortal.Components.Controls;

/// <summary>Formats numbers, and chooses the singular or plural of nouns. All pages use it.</summary>
public static class Quantity
{
    /// <summary>Returns a whole number with separators: <c>1,234</c>.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Returns a number with one digit after the point, such as <c>0.5</c>. Used for rates and milliseconds.</summary>
    public static string Tenths(double number) => number.ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>Returns a number with its noun: <c>1 Thing</c>, <c>1,234 Things</c>.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The noun in the singular; a verb may follow it (<c>Thing is</c>).</param>
    /// <param name="many">The plural; null adds an <c>s</c> to the singular.</param>
    public static string Count(long number, string one, string? many = null) => $"{Number(number)} {Noun(number, one, many)}";

    /// <summary>Returns a number of days that follows "next" or "within": <c>day</c>, <c>90 days</c>.</summary>
    public static string Days(int days) => days == 1 ? "day" : $"{Number(days)} days";

    /// <summary>Returns the noun for a number, without the number.</summary>
    /// <param name="number">The number.</param>
    /// <param name="one">The singular.</param>
    /// <param name="many">The plural; null adds an <c>s</c> to the singular.</param>
    public static string Noun(long number, string one, string? many = null) => number == 1 ? one : many ?? one + "s";
}
