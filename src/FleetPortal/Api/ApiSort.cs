using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Api;

/// <summary>Parses the query parameter <c>sort</c>. Its values are the names of an enumeration in camel case.</summary>
internal static class ApiSort
{
    /// <summary>Parses a sort order. Returns <paramref name="standard"/> if the parameter is missing.</summary>
    /// <exception cref="FleetError"><c>sort-invalid</c>; the fault lists the valid orders.</exception>
    public static T Parse<T>(string? text, T standard)
        where T : struct, Enum
    {
        if (text is null)
        {
            return standard;
        }

        foreach (var order in Enum.GetValues<T>())
        {
            if (EnumName.ToWire(order) == text)
            {
                return order;
            }
        }

        throw Invalid($"The order is one of {string.Join(", ", Enum.GetValues<T>().Select(EnumName.ToWire))}.");
    }

    /// <summary>Parses the sort order of a list of Things, such as <c>name</c>, or <c>-name</c> for descending order.</summary>
    /// <exception cref="FleetError"><c>sort-invalid</c>; the fault lists the valid orders.</exception>
    public static ThingOrder ParseThings(string? text) =>
        text is null ? ThingSort.Name
        : ThingOrder.TryParse(text, out var order) && order.ToString() == text ? order
        : throw Invalid($"The order is one of {string.Join(", ", ThingOrder.Spellings)}. A leading minus reverses it: -name.");

    private static FleetError Invalid(string message) => new(RequestErrors.SortInvalid, [new Fault("sort", message)]);
}
