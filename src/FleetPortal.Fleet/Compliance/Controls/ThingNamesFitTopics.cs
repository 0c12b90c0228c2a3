using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>Every ThingName can be one level of a topic.</summary>
internal sealed class ThingNamesFitTopics : IControl
{
    private static readonly string First = $"""
        SELECT Name, CreatedAt FROM Things NOT INDEXED
        WHERE Kind = {(int)PrincipalKind.Thing} AND RetiredAt IS NULL AND {FleetTotals.IsUnfit} LIMIT 100
        """;

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1.4-a", "1.1.4", "Names fit into topics",
        "It is important to use a standard set of naming conventions when designing device name and MQTT topics.",
        "Counts the Things, and those of them whose name has 1 to 128 characters of a-z A-Z 0-9 : _ - and so is one level of a topic.",
        "Thing", "Things", "with a name that is no topic level", new Remedy("Open Things", "things"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var (all, unfit) = (context.Fleet.Things, context.Fleet.UnfitNames);
        return new Measurement(all, all - unfit, new Dictionary<string, object>
        {
            ["things"] = all,
            ["unfitNames"] = unfit,
        })
        {
            Offenders = unfit == 0 ? [] : context.Sql.Rows(First, row => new Offender(row.GetString(0), true,
                "its name cannot be one level of a topic", DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)))),
        };
    }
}
