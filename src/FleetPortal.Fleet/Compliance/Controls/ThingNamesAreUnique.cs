using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance.Controls;

/// <summary>No two Things, and no Thing and application, share a name; names that differ in letter case alone count as the same.</summary>
internal sealed class ThingNamesAreUnique : IControl
{
    private static readonly string Twins = $"""
        SELECT t.Name, t.CreatedAt FROM Things t NOT INDEXED
        WHERE t.Kind = {(int)PrincipalKind.Thing} AND t.RetiredAt IS NULL
            AND lower(t.Name) IN (SELECT lower(Name) FROM Things NOT INDEXED GROUP BY lower(Name) HAVING count(*) > 1)
        """;

    /// <inheritdoc/>
    public ControlDescription Description { get; } = new("1.1-c", "1.1", "Unique ThingName",
        "The solution should enable each device (or Thing) to have a unique name (or ThingName) in the device registry",
        "Counts the Things, and those of them whose name no other Thing and no application has, in any letter case.",
        "Thing", "Things", "with the name of another one", new Remedy("Open Things", "things"));

    /// <inheritdoc/>
    public Measurement Measure(ControlContext context)
    {
        // A unique index makes twins impossible, so they are searched only where it is missing.
        var isUnique = context.IsUnique("Things", "Name");
        var twins = isUnique ? [] : context.Sql.Rows(Twins, row => new Offender(row.GetString(0), true,
            "has the name of another one", DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1))));
        return new Measurement(context.Fleet.Things, context.Fleet.Things - twins.Count, new Dictionary<string, object>
        {
            ["things"] = context.Fleet.Things,
            ["sharedNames"] = twins.Count,
            ["uniqueIndexOnName"] = isUnique,
        })
        {
            Offenders = [.. twins.Take(Measurement.MaxOffenders)],
        };
    }
}
