using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>The registry holds more than the name of each Thing.</summary>
internal sealed class MetadataIsKept : IControl
{
    private static readonly string First = $"""
        SELECT Name, CreatedAt FROM Things NOT INDEXED
        WHERE Kind = {(int)PrincipalKind.Thing} AND RetiredAt IS NULL AND {FleetTotals.IsWithoutMetadata} LIMIT 100
        """;

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1-b", "1.1", "Registry with metadata",
        "You can find available options from the IoT solution of your choice, and implement device registry and identity stores to "
            + "associate devices, metadata and user permissions.",
        "Counts the Things, and those of them that have a type, an attribute or a group.",
        "Thing", "Things", "without a type, an attribute and a group", new Remedy("Open Things", "things"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        var (all, bare) = (context.Fleet.Things, context.Fleet.WithoutMetadata);
        return new Measurement(all, all - bare, new Dictionary<string, object>
        {
            ["things"] = all,
            ["withoutMetadata"] = bare,
        })
        {
            Offenders = bare == 0 ? [] : context.Sql.Rows(First,
                row => new Offender(row.GetString(0), true, "has no type, no attribute and no group",
                    DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)))),
        };
    }
}
