using System.Globalization;

namespace FleetPortal.Components.Controls;

/// <summary>The query of an address, from what a page shows.</summary>
public static class AddressQuery
{
    /// <summary>The parts that have a value as <c>&amp;name=value</c>, escaped; empty if none has one.</summary>
    public static string Of(params ReadOnlySpan<(string Name, string? Value)> parts)
    {
        var query = "";
        foreach (var (name, value) in parts)
        {
            query += string.IsNullOrWhiteSpace(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
        }

        return query;
    }

    /// <summary>A parameter that is a whole number, such as a key; null if it is none.</summary>
    public static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
