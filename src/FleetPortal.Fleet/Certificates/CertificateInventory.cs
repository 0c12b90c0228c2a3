using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A row of the inventory: the certificate of a Thing, or that of an authority.</summary>
public sealed record InventoryRow(CertificateView? Certificate, AuthorityView? Authority);

/// <summary>What the inventory has, and where in it the authorities stand: asked once, for all windows.</summary>
/// <param name="Certificates">How many certificates of Things match.</param>
/// <param name="ByEnd">The authority has so many that they are found soonest in the order of their end.</param>
public sealed record InventoryLayout(CertificateQuery Query, int Certificates, IReadOnlyList<(int At, AuthorityView Authority)> Authorities, bool ByEnd)
{
    /// <summary>All rows.</summary>
    public int Total => Certificates + Authorities.Count;
}

/// <summary>The certificates of all Things and of all authorities in one list, soonest end first.</summary>
public sealed class CertificateInventory(Registry registry)
{
    // One in twenty: a window of fifty is found among a thousand.
    private const int GoodPart = 20;

    /// <summary>What it has now: every authority that matches stands behind every certificate that ends before it.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public async Task<InventoryLayout> LayAsync(CertificateQuery query, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        await using var db = registry.Read();
        var byEnd = query.AuthorityId is not null && await IsGreatAsync(db, query.AuthorityId, now, cancellationToken);

        // Where nothing but the authority narrows, its own index counts fastest.
        var matching = CertificateFilter.Apply(db, query, now, byEnd && query with { AuthorityId = null } != new CertificateQuery());
        var count = await matching.CountAsync(cancellationToken);
        var authorities = (await AuthorityQueries.RowsAsync(db, cancellationToken)).Where(authority => AuthorityFilter.Matches(authority, query, now)).OrderBy(authority => authority.NotAfter).ToList();
        var last = authorities.Count == 0 ? null : await matching.OrderByDescending(x => x.NotAfter).Select(x => (DateTimeOffset?)x.NotAfter).FirstOrDefaultAsync(cancellationToken);
        var places = new List<(int At, AuthorityView Authority)>();
        foreach (var authority in authorities)
        {
            // Most outlast everything that they signed, and need no count. What is counted meanwhile may have changed: they stand in a row all the same.
            var before = last is null || authority.NotAfter > last ? count : await matching.CountAsync(x => x.NotAfter < authority.NotAfter, cancellationToken);
            places.Add((Math.Max(places.Count == 0 ? 0 : places[^1].At + 1, before + places.Count), authority));
        }

        return new InventoryLayout(query, count, places, byEnd);
    }

    private static async Task<bool> IsGreatAsync(FleetDbContext db, string authorityId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (long)await CertificateFilter.Apply(db, new CertificateQuery(AuthorityId: authorityId), now).CountAsync(cancellationToken) * GoodPart >= await db.Certificates.CountAsync(cancellationToken);

    /// <summary>A window of it.</summary>
    public async Task<IReadOnlyList<InventoryRow>> ReadAsync(InventoryLayout layout, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var before = layout.Authorities.Count(place => place.At < skip);
        var among = layout.Authorities.Where(place => place.At >= skip && place.At < skip + take).ToDictionary(place => place.At, place => place.Authority);
        await using var db = registry.Read();
        var things = new Queue<CertificateView>(await CertificateFilter.Apply(db, layout.Query, registry.Time.GetUtcNow(), layout.ByEnd)
            .OrderBy(x => x.NotAfter).ThenBy(x => x.Key).Skip(skip - before).Take(take - among.Count).Select(CertificateProjection.ToView).ToListAsync(cancellationToken));
        var rows = new List<InventoryRow>();
        for (var at = skip; at < skip + take; at++)
        {
            if (among.TryGetValue(at, out var authority))
            {
                rows.Add(new InventoryRow(null, authority));
            }
            else if (things.TryDequeue(out var certificate))
            {
                rows.Add(new InventoryRow(certificate, null));
            }
        }

        return rows;
    }

    /// <summary>How many of each status there are in all: each a range of the index of status and end.</summary>
    public async Task<IReadOnlyDictionary<CredentialFilter, int>> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        var (end, soon) = (now.ToUnixTimeMilliseconds(), now.AddDays(ThingQueries.ExpiringDays).ToUnixTimeMilliseconds());
        await using var db = registry.Read();
        var counts = (await db.Database.SqlQuery<StatusCounts>($"""
            SELECT (SELECT count(*) FROM Certificates WHERE Status = 1 AND NotAfter >= {soon}) AS Active,
                (SELECT count(*) FROM Certificates WHERE Status = 1 AND NotAfter >= {end} AND NotAfter < {soon}) AS Expiring,
                (SELECT count(*) FROM Certificates WHERE Status = 0 AND NotAfter < {end}) + (SELECT count(*) FROM Certificates WHERE Status = 1 AND NotAfter < {end})
                    + (SELECT count(*) FROM Certificates WHERE Status = 2 AND NotAfter < {end}) AS Expired,
                (SELECT count(*) FROM Certificates WHERE Status = 0) AS Pending,
                (SELECT count(*) FROM Certificates WHERE Status = 2) AS Hold,
                (SELECT count(*) FROM Certificates WHERE Status = 3) AS Revoked
            """).ToListAsync(cancellationToken)).Single();
        var authorities = await AuthorityQueries.RowsAsync(db, cancellationToken);
        (CredentialFilter Filter, int Count)[] things =
        [
            (CredentialFilter.Active, counts.Active), (CredentialFilter.Expiring, counts.Expiring), (CredentialFilter.Expired, counts.Expired),
            (CredentialFilter.Pending, counts.Pending), (CredentialFilter.Hold, counts.Hold), (CredentialFilter.Revoked, counts.Revoked),
        ];
        return things.ToDictionary(one => one.Filter, one => one.Count + authorities.Count(authority => AuthorityFilter.Matches(authority, new CertificateQuery(one.Filter), now)));
    }

    private sealed record StatusCounts(int Active, int Expiring, int Expired, int Pending, int Hold, int Revoked);
}
