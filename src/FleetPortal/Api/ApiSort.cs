using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

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

        throw Invalid($"The order is one of {string.Join(", ", Enum.GetValues<T>().Select(Spell))}.");
    }

    /// <summary>The order of a list of Things: <c>name</c>, or <c>-name</c> for the other way round.</summary>
    /// <exception cref="FleetError"><c>sort-invalid</c>, naming the orders there are.</exception>
    public static ThingOrder ParseThings(string? text) =>
        text is null ? ThingSort.Name
        : ThingOrder.TryParse(text, out var order) && order.ToString() == text ? order
        : throw Invalid($"The order is one of {string.Join(", ", ThingOrder.Spellings)}. A minus before it turns it round: -name.");

    private static FleetError Invalid(string message) => new(RequestErrors.SortInvalid, [new Fault("sort", message)]);

    private static string Spell<T>(T order)
        where T : struct, Enum
    {
        var name = order.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
