using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// An authority with the intermediates below it. A status change of an authority applies to all of them. The issuing authorities below the
/// portal's own root are not part of a family: they have their own status.
/// </summary>
internal static class AuthorityFamily
{
    /// <summary>
    /// Returns the keys of an authority and of every intermediate below it, its own first. Reads all intermediates, because there are few.
    /// </summary>
    public static async Task<IReadOnlyList<long>> KeysAsync(FleetDbContext db, long authorityKey, CancellationToken cancellationToken) =>
        Walk(authorityKey, await db.Set<AuthorityRecord>()
            .Where(x => x.Kind == AuthorityKind.Intermediate).Select(x => new Edge(x.Key, x.ParentKey)).ToListAsync(cancellationToken));

    /// <summary>Returns the same keys, inside a write transaction.</summary>
    public static IReadOnlyList<long> Keys(FleetDbContext db, long authorityKey) =>
        Walk(authorityKey,
            [.. db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Intermediate).Select(x => new Edge(x.Key, x.ParentKey))]);

    private static List<long> Walk(long top, List<Edge> edges)
    {
        var family = new List<long> { top };
        for (var i = 0; i < family.Count; i++)
        {
            family.AddRange(edges.Where(edge => edge.ParentKey == family[i]).Select(edge => edge.Key));
        }

        return family;
    }

    private sealed record Edge(long Key, long? ParentKey);
}
