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
}
