using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Compliance;

/// <summary>What the controls of one evaluation read: one snapshot of the tables, and the live connections at the same time.</summary>
/// <param name="Db">A context inside a read transaction.</param>
/// <param name="Sql">Statements on the same connection.</param>
/// <param name="Now">The time of the evaluation.</param>
/// <param name="Fleet">The counts of the table Things.</param>
/// <param name="Live">The accepted connections of Things.</param>
/// <param name="Refusals">What Things have published and were refused since the start of the portal.</param>
internal sealed record ControlContext(
    FleetDbContext Db, PreparedStatements Sql, DateTimeOffset Now, FleetTotals Fleet, IReadOnlyList<LiveConnection> Live,
    IReadOnlyList<TopicRefusals> Refusals)
{
    /// <summary>Things that are not retired.</summary>
    public IQueryable<ThingRecord> Things => Db.Things().Where(thing => thing.RetiredAt == null);

    /// <summary>Whether the table has a unique index or primary key with exactly these columns.</summary>
    public bool IsUnique(string table, params string[] columns) => Sql.Scalar<long?>(
        """
        SELECT 1 FROM pragma_index_list($1) list WHERE list."unique" AND list.partial = 0
            AND (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(list.name) ORDER BY seqno)) = $2
        """,
        table, string.Join(',', columns)) is not null;
}
