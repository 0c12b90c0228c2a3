using System.Globalization;

namespace FleetPortal.Fleet.Findings.Sweep;

/// <summary>Counts in the titles of findings.</summary>
internal static class SweepWords
{
    /// <summary>Returns "1 Thing has" or "1,234 Things have".</summary>
    public static string Things(int count) => count == 1 ? "1 Thing has" : $"{Number(count)} Things have";

    /// <summary>Returns "1 certificate" or "1,234 certificates".</summary>
    public static string Certificates(int count) => count == 1 ? "1 certificate" : $"{Number(count)} certificates";

    /// <summary>Returns a number with separators.</summary>
    public static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
