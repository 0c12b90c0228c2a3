using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// An authority with the intermediates below it. A certificate hangs on the authority that signed it; what happens to an authority
/// happens to everything that leads to it. The portal's own root is left out: its issuing authorities have a status of their own.
/// </summary>
internal static class AuthorityFamily
{
    /// <summary>The keys of an authority and of every intermediate below it, its own first. There are few authorities: they are read whole.</summary>
    public static async Task<IReadOnlyList<long>> KeysAsync(FleetDbContext db, long authorityKey, CancellationToken cancellationToken) =>
        Walk(authorityKey, await db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Intermediate).Select(x => new Edge(x.Key, x.ParentKey)).ToListAsync(cancellationToken));

    /// <summary>The same where there is a transaction.</summary>
    public static IReadOnlyList<long> Keys(FleetDbContext db, long authorityKey) =>
        Walk(authorityKey, [.. db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Intermediate).Select(x => new Edge(x.Key, x.ParentKey))]);

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
