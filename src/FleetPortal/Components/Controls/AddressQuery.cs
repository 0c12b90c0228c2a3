using System.Globalization;

namespace FleetPortal.Components.Controls;

/// <summary>Writes and reads query parameters of addresses.</summary>
public static class AddressQuery
{
    /// <summary>Returns the parameters that have a value as <c>&amp;name=value</c>, escaped. Empty if none has a value.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = "";
        foreach (var (name, value) in parts)
        {
            query += string.IsNullOrWhiteSpace(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
        }

        return query;
    }

    /// <summary>Parses a parameter that is a whole number, such as a key. Returns null for any other text.</summary>
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
