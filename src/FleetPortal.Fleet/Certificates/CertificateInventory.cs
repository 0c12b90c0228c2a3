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
public sealed record InventoryLayout(CertificateQuery Query, int Certificates, IReadOnlyList<(int At, AuthorityView Authority)> Authorities)
{
    /// <summary>All rows.</summary>
    public int Total => Certificates + Authorities.Count;
}

/// <summary>The certificates of all Things and of all authorities in one list, soonest end first.</summary>
public sealed class CertificateInventory(Registry registry)
{
    /// <summary>What it has now: every authority that matches stands behind every certificate that ends before it.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public async Task<InventoryLayout> LayAsync(CertificateQuery query, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        await using var db = registry.Read();
        var matching = CertificateFilter.Apply(db, query, now);
        var count = await matching.CountAsync(cancellationToken);
        var last = await matching.OrderByDescending(x => x.NotAfter).Select(x => (DateTimeOffset?)x.NotAfter).FirstOrDefaultAsync(cancellationToken);
        var places = new List<(int At, AuthorityView Authority)>();
        foreach (var authority in (await AuthorityQueries.RowsAsync(db, cancellationToken)).Where(authority => AuthorityFilter.Matches(authority, query, now)).OrderBy(authority => authority.NotAfter))
        {
            // Most outlast everything that they signed, and need no count. What is counted meanwhile may have changed: they stand in a row all the same.
            var before = last is null || authority.NotAfter > last ? count : await matching.CountAsync(x => x.NotAfter < authority.NotAfter, cancellationToken);
            places.Add((Math.Max(places.Count == 0 ? 0 : places[^1].At + 1, before + places.Count), authority));
        }

        return new InventoryLayout(query, count, places);
    }

    /// <summary>A window of it.</summary>
    public async Task<IReadOnlyList<InventoryRow>> ReadAsync(InventoryLayout layout, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var before = layout.Authorities.Count(place => place.At < skip);
        var among = layout.Authorities.Where(place => place.At >= skip && place.At < skip + take).ToDictionary(place => place.At, place => place.Authority);
        await using var db = registry.Read();
        var things = new Queue<CertificateView>(await CertificateFilter.Apply(db, layout.Query, registry.Time.GetUtcNow())
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

    /// <summary>How many of each status there are in all: one pass over the index of status and end.</summary>
    public async Task<IReadOnlyDictionary<CredentialFilter, int>> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        var (ended, soon) = (now.ToUnixTimeMilliseconds(), now.AddDays(ThingQueries.ExpiringDays).ToUnixTimeMilliseconds());
        await using var db = registry.Read();
        var groups = await db.Database.SqlQuery<StatusCount>($"""
            SELECT Status, (NotAfter >= {ended}) + (NotAfter >= {soon}) AS Left, count(*) AS Count FROM Certificates INDEXED BY IX_Certificates_Status_NotAfter GROUP BY 1, 2
            """).ToListAsync(cancellationToken);
        var authorities = await AuthorityQueries.RowsAsync(db, cancellationToken);

        int Of(CredentialFilter filter, Func<CertificateStatus, int, bool> counts) =>
            groups.Where(group => counts((CertificateStatus)group.Status, group.Left)).Sum(group => group.Count) + authorities.Count(authority => AuthorityFilter.Matches(authority, new CertificateQuery(filter), now));
        return new Dictionary<CredentialFilter, int>
        {
            [CredentialFilter.Active] = Of(CredentialFilter.Active, (status, left) => status == CertificateStatus.Active && left == 2),
            [CredentialFilter.Expiring] = Of(CredentialFilter.Expiring, (status, left) => status == CertificateStatus.Active && left == 1),
            [CredentialFilter.Expired] = Of(CredentialFilter.Expired, (status, left) => status != CertificateStatus.Revoked && left == 0),
            [CredentialFilter.Pending] = Of(CredentialFilter.Pending, (status, _) => status == CertificateStatus.PendingActivation),
            [CredentialFilter.Hold] = Of(CredentialFilter.Hold, (status, _) => status == CertificateStatus.Inactive),
            [CredentialFilter.Revoked] = Of(CredentialFilter.Revoked, (status, _) => status == CertificateStatus.Revoked),
        };
    }

    private sealed record StatusCount(int Status, int Left, int Count);
}
