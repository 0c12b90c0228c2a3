using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>Reads the names of the groups of Things.</summary>
public sealed class GroupQueries(Registry registry)
{
    /// <summary>Returns the groups whose names begin with a text, in alphabetical order.</summary>
    /// <param name="prefix">The beginning of the name, case-sensitive; empty for all groups.</param>
    /// <param name="take">The maximum number of names.</param>
    /// <param name="actor">Needs <see cref="Permission.Read"/>.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<string>> BeginningAsync(string prefix, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var names = new List<string>();

        // One index lookup for each group. DISTINCT would read a row for each Thing of the groups.
        for (var last = ""; names.Count < take;)
        {
            var after = last;
            var next = await db.Set<ThingGroupRecord>()
                .Where(group => string.Compare(group.Name, prefix) >= 0 && string.Compare(group.Name, after) > 0)
                .OrderBy(group => group.Name).Select(group => group.Name).FirstOrDefaultAsync(cancellationToken);
            if (next is null || !next.StartsWith(prefix, StringComparison.Ordinal))
            {
                break;
            }

            names.Add(next);
            last = next;
        }

        return names;
    }
}
