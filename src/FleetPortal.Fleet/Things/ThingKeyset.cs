using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>A place in a list: the last row that was shown.</summary>
/// <param name="At">What the list is ordered by, where that is a time.</param>
public sealed record ThingPlace(string Name, DateTimeOffset? At = null)
{
    /// <summary>The place of a row in a list of this order.</summary>
    public static ThingPlace Of(ThingRow row, ThingSort sort)
    {
        ArgumentNullException.ThrowIfNull(row);
        return new ThingPlace(row.Name, sort switch { ThingSort.Expires => row.CredentialNotAfter, ThingSort.LastSeen => row.LastSeenAt, _ => null });
    }
}

/// <summary>What comes after a place, each part readable straight from an index: first the Things that have the time, then those that have none.</summary>
internal static class ThingKeyset
{
    public static IEnumerable<IQueryable<ThingRecord>> After(IQueryable<ThingRecord> things, ThingSort sort, ThingPlace? after) => sort switch
    {
        ThingSort.Expires => ByExpiry(things, after),
        ThingSort.LastSeen => ByLastSeen(things, after),
        _ => [ByName(things, after)],
    };

    private static IQueryable<ThingRecord> ByName(IQueryable<ThingRecord> things, ThingPlace? after)
    {
        if (after is { Name: var name })
        {
            things = things.Where(x => string.Compare(x.Name, name) > 0);
        }

        return things.OrderBy(x => x.Name);
    }

    private static IEnumerable<IQueryable<ThingRecord>> ByExpiry(IQueryable<ThingRecord> things, ThingPlace? after)
    {
        if (after is null)
        {
            yield return things.Where(x => x.CredentialNotAfter != null).OrderBy(x => x.CredentialNotAfter).ThenBy(x => x.Name);
        }
        else if (after is { At: { } at, Name: var name })
        {
            yield return things.Where(x => x.CredentialNotAfter >= at && (x.CredentialNotAfter > at || string.Compare(x.Name, name) > 0)).OrderBy(x => x.CredentialNotAfter).ThenBy(x => x.Name);
        }

        yield return ByName(things.Where(x => x.CredentialNotAfter == null), after is { At: null } ? after : null);
    }

    private static IEnumerable<IQueryable<ThingRecord>> ByLastSeen(IQueryable<ThingRecord> things, ThingPlace? after)
    {
        if (after is null)
        {
            yield return things.Where(x => x.LastSeenAt != null).OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name);
        }
        else if (after is { At: { } at, Name: var name })
        {
            yield return things.Where(x => x.LastSeenAt <= at && (x.LastSeenAt < at || string.Compare(x.Name, name) < 0)).OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name);
        }

        yield return ByName(things.Where(x => x.LastSeenAt == null), after is { At: null } ? after : null);
    }
}
