using FleetPortal.Fleet;

namespace FleetPortal.Api;

/// <summary>The orders of a list as the API spells them: the enumeration's names in camel case.</summary>
internal static class ApiSort
{
    /// <exception cref="FleetError"><c>sort-invalid</c>, naming the orders there are.</exception>
    public static T Parse<T>(string? text, T standard)
        where T : struct, Enum
    {
        if (text is null)
        {
            return standard;
        }

        foreach (var order in Enum.GetValues<T>())
        {
            if (Spell(order) == text)
            {
                return order;
            }
        }

        throw new FleetError("sort-invalid", [new Fault("sort", $"The order is one of {string.Join(", ", Enum.GetValues<T>().Select(Spell))}.")]);
    }

    private static string Spell<T>(T order)
        where T : struct, Enum
    {
        var name = order.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
