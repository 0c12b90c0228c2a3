using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>Reads the names of groups.</summary>
public sealed class GroupQueries(Registry registry)
{
    /// <summary>The groups whose names begin with a text, in order.</summary>
    /// <param name="prefix">The beginning, case-sensitive; empty for all.</param>
    /// <param name="take">The maximum number.</param>
    /// <param name="actor">Needs <see cref="Permission.Read"/>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<string>> BeginningAsync(string prefix, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var names = new List<string>();

        // One step through the index for each group: DISTINCT would read a row for each Thing of them.
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
