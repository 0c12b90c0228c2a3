using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Compliance;

/// <summary>The counts of the Things that are not retired, from one pass over the table.</summary>
/// <param name="Things">All of them.</param>
/// <param name="Enabled">Those that may connect.</param>
/// <param name="WithoutType">Those without a type.</param>
/// <param name="WithoutMetadata">Those without a type, an attribute and a group.</param>
/// <param name="UnfitNames">Those whose name is not one level of a topic.</param>
internal sealed record FleetTotals(long Things, long Enabled, long WithoutType, long WithoutMetadata, long UnfitNames)
{
    /// <summary>Finds names that <see cref="ThingName"/> refuses.</summary>
    public const string IsUnfit = "(length(Name) NOT BETWEEN 1 AND 128 OR Name GLOB '*[^-a-zA-Z0-9:_]*')";

    /// <summary>Finds Things about which nothing but the name is known.</summary>
    public const string IsWithoutMetadata =
        """(Type IS NULL AND Attributes = '{}' AND NOT EXISTS (SELECT 1 FROM ThingGroups WHERE ThingKey = Things."Key"))""";

    // NOT INDEXED: every row is needed, and an index would lead to each of them one by one.
    private static readonly string Count = $"""
        SELECT count(*), coalesce(sum(Enabled), 0), coalesce(sum(Type IS NULL), 0), coalesce(sum({IsWithoutMetadata}), 0),
            coalesce(sum({IsUnfit}), 0)
        FROM Things NOT INDEXED WHERE Kind = {(int)PrincipalKind.Thing} AND RetiredAt IS NULL
        """;

    /// <summary>Reads the counts in one pass.</summary>
    public static FleetTotals Read(PreparedStatements sql) => sql.Rows(Count,
        row => new FleetTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))).Single();
}
