using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>A position in a list of Things: the last row that the client has received.</summary>
/// <param name="At">The value that the list is sorted by, if that is a time.</param>
/// <param name="Type">The value that the list is sorted by, if that is the type.</param>
public sealed record ThingPlace(string Name, DateTimeOffset? At = null, string? Type = null)
{
    /// <summary>Returns the position of a row in a list with this order.</summary>
    public static ThingPlace Of(ThingRow row, ThingOrder order)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ThingPlace(row.Name, order.By switch { ThingSort.Expires => row.CredentialNotAfter,
            ThingSort.LastSeen => row.LastSeenAt, _ => null }, order.By == ThingSort.Type ? row.Type : null);
    }
}

/// <summary>
/// Builds the queries for the rows after a position. Each query reads one range of an index; rows without a value for the sort column have
/// their own query.
/// </summary>
internal static class ThingKeyset
{
    /// <summary>Returns the queries in order. Together they give the rows after the position.</summary>
    public static IEnumerable<IQueryable<ThingRecord>> After(
        IQueryable<ThingRecord> things, ThingOrder order, ThingPlace? after) => order switch
    {
        { By: ThingSort.Expires } => ByExpiry(things, order.Descending, after),

        // "Last seen" is sorted latest first by default, so its descending order is oldest first.
        { By: ThingSort.LastSeen } => ByLastSeen(things, !order.Descending, after),
        { By: ThingSort.Type } => ByType(things, order.Descending, after),
        _ => [ByName(things, order.Descending, after)],
    };

    private static IQueryable<ThingRecord> ByName(
        IQueryable<ThingRecord> things, bool descending, ThingPlace? after) => (descending, after?.Name) switch
    {
        (false, null) => things.OrderBy(x => x.Name),
        (true, null) => things.OrderByDescending(x => x.Name),
        (false, { } name) => things.Where(x => string.Compare(x.Name, name) > 0).OrderBy(x => x.Name),
        (true, { } name) => things.Where(x => string.Compare(x.Name, name) < 0).OrderByDescending(x => x.Name),
    };

    private static IEnumerable<IQueryable<ThingRecord>> ByExpiry(IQueryable<ThingRecord> things, bool descending, ThingPlace? after)
    {
        if (after is null or { At: not null })
        {
            var some = things.Where(x => x.CredentialNotAfter != null);
            if (after is { At: { } at, Name: var name })
            {
                some = descending
                    ? some.Where(x => x.CredentialNotAfter <= at && (x.CredentialNotAfter < at || string.Compare(x.Name, name) < 0))
                    : some.Where(x => x.CredentialNotAfter >= at && (x.CredentialNotAfter > at || string.Compare(x.Name, name) > 0));
            }

            yield return descending ? some.OrderByDescending(x => x.CredentialNotAfter).ThenByDescending(x => x.Name)
                : some.OrderBy(x => x.CredentialNotAfter).ThenBy(x => x.Name);
        }

        yield return ByName(things.Where(x => x.CredentialNotAfter == null), descending, after is { At: null } ? after : null);
    }

    private static IEnumerable<IQueryable<ThingRecord>> ByLastSeen(IQueryable<ThingRecord> things, bool descending, ThingPlace? after)
    {
        if (after is null or { At: not null })
        {
            var some = things.Where(x => x.LastSeenAt != null);
            if (after is { At: { } at, Name: var name })
            {
                some = descending
                    ? some.Where(x => x.LastSeenAt <= at && (x.LastSeenAt < at || string.Compare(x.Name, name) < 0))
                    : some.Where(x => x.LastSeenAt >= at && (x.LastSeenAt > at || string.Compare(x.Name, name) > 0));
            }

            yield return descending ? some.OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name)
                : some.OrderBy(x => x.LastSeenAt).ThenBy(x => x.Name);
        }

        yield return ByName(things.Where(x => x.LastSeenAt == null), descending, after is { At: null } ? after : null);
    }

    private static IEnumerable<IQueryable<ThingRecord>> ByType(IQueryable<ThingRecord> things, bool descending, ThingPlace? after)
    {
        if (!descending && after is null or { Type: null })
        {
            yield return ByName(things.Where(x => x.Type == null), descending, after);
        }

        if (descending && after is { Type: null })
        {
            yield break;
        }

        var some = things.Where(x => x.Type != null);
        if (after is { Type: { } type, Name: var name })
        {
            some = descending
                ? some.Where(x => string.Compare(x.Type, type) <= 0
                    && (string.Compare(x.Type, type) < 0 || string.Compare(x.Name, name) < 0))
                : some.Where(x => string.Compare(x.Type, type) >= 0
                    && (string.Compare(x.Type, type) > 0 || string.Compare(x.Name, name) > 0));
        }

        yield return descending
            ? some.OrderByDescending(x => x.Type).ThenByDescending(x => x.Name) : some.OrderBy(x => x.Type).ThenBy(x => x.Name);
        if (descending)
        {
            yield return ByName(things.Where(x => x.Type == null), descending: true, null);
        }
    }
}
