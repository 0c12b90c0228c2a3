using System.Globalization;

namespace FleetPortal.Fleet.Findings;

/// <summary>The identifier of a finding as people and the API write it: <c>F-12</c>.</summary>
public static class FindingId
{
    private const string Prefix = "F-";

    /// <summary>Returns the identifier of a number.</summary>
    public static string Of(long key) => Prefix + key.ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads <c>F-12</c> or <c>12</c>, ignoring letter case; null for any other text.</summary>
    public static long? Parse(string? text) => long.TryParse(
        text?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true ? text[Prefix.Length..] : text,
        NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : null;
}
