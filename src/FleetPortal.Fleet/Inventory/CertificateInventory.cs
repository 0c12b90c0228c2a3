using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>A row of the inventory: the certificate of a Thing, or that of an authority.</summary>
public sealed record InventoryRow(CertificateView? Certificate, AuthorityView? Authority);

/// <summary>What the inventory is ordered by.</summary>
public enum InventorySort
{
    /// <summary>The end of validity.</summary>
    Expires,

    /// <summary>The order in which the portal issued or imported them.</summary>
    Issued,

    /// <summary>The serial number.</summary>
    SerialNumber,
}

/// <summary>An order of the inventory.</summary>
/// <param name="By">The value.</param>
/// <param name="Descending">Largest or latest first.</param>
public sealed record InventoryOrder(InventorySort By = InventorySort.Expires, bool Descending = false);

/// <summary>What the inventory has, and where in it the authorities stand: asked once, for all windows.</summary>
/// <param name="Certificates">How many certificates of Things match.</param>
/// <param name="ByEnd">The authority has so many that they are found soonest in the order of their end.</param>
/// <param name="Order">The order of the rows.</param>
public sealed record InventoryLayout(CertificateQuery Query, InventoryOrder Order, int Certificates, IReadOnlyList<(int At, AuthorityView Authority)> Authorities, bool ByEnd)
{
    /// <summary>All rows.</summary>
    public int Total => Certificates + Authorities.Count;
}

/// <summary>The certificates of all Things and of all authorities in one list.</summary>
public sealed class CertificateInventory(Registry registry)
{
    private const int Pending = (int)CertificateStatus.PendingActivation;
    private const int Active = (int)CertificateStatus.Active;
    private const int OnHold = (int)CertificateStatus.Inactive;
    private const int Revoked = (int)CertificateStatus.Revoked;

    // {0} is now, {1} is the moment from which on a certificate does not expire soon.
    private static readonly string CountByStatus = $$"""
        SELECT (SELECT count(*) FROM Certificates WHERE Status = {{Active}} AND NotAfter >= {1}) AS Active,
            (SELECT count(*) FROM Certificates WHERE Status = {{Active}} AND NotAfter >= {0} AND NotAfter < {1}) AS Expiring,
            (SELECT count(*) FROM Certificates WHERE Status = {{Pending}} AND NotAfter < {0})
                + (SELECT count(*) FROM Certificates WHERE Status = {{Active}} AND NotAfter < {0})
                + (SELECT count(*) FROM Certificates WHERE Status = {{OnHold}} AND NotAfter < {0}) AS Expired,
            (SELECT count(*) FROM Certificates WHERE Status = {{Pending}}) AS Pending,
            (SELECT count(*) FROM Certificates WHERE Status = {{OnHold}}) AS Hold,
            (SELECT count(*) FROM Certificates WHERE Status = {{Revoked}}) AS Revoked
        """;

    // One in twenty: a window of fifty is found among a thousand.
    private const int LargeShare = 20;

    /// <summary>The layout in the order of the end of validity, soonest first.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public Task<InventoryLayout> PlanAsync(CertificateQuery query, Actor actor, CancellationToken cancellationToken) => PlanAsync(query, new InventoryOrder(), actor, cancellationToken);

    /// <summary>What it has now. Authorities stand among the certificates where the order puts them; in the order of issuance they come first.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public async Task<InventoryLayout> PlanAsync(CertificateQuery query, InventoryOrder order, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        await using var db = registry.Read();
        var byEnd = query.AuthorityId is not null && await HoldsLargeShareAsync(db, query.AuthorityId, now, cancellationToken);

        // Where nothing but the authority narrows, its own index counts fastest.
        var matching = CertificateFilter.Apply(db, query, now, byEnd && query with { AuthorityId = null } != new CertificateQuery());
        var count = await matching.CountAsync(cancellationToken);
        var matched = (await AuthorityQueries.RowsAsync(db, cancellationToken)).Where(authority => AuthorityFilter.Matches(authority, query, now));
        List<AuthorityView> authorities = order.By switch
        {
            InventorySort.Expires => [.. matched.OrderBy(authority => authority.NotAfter)],
            InventorySort.SerialNumber => [.. matched.OrderBy(SerialOf, StringComparer.Ordinal)],
            _ => [.. matched],
        };
        var last = authorities.Count == 0 || order.By != InventorySort.Expires ? null : await matching.OrderByDescending(x => x.NotAfter).Select(x => (DateTimeOffset?)x.NotAfter).FirstOrDefaultAsync(cancellationToken);
        var places = new List<(int At, AuthorityView Authority)>();
        foreach (var authority in authorities)
        {
            // Most outlast everything that they signed, and need no count. What is counted meanwhile may have changed: they stand in a row all the same.
            var serial = SerialOf(authority);
            var before = order.By switch
            {
                InventorySort.Issued => 0,
                InventorySort.SerialNumber => await matching.CountAsync(x => string.Compare(x.SerialNumber, serial) < 0, cancellationToken),
                _ => last is null || authority.NotAfter > last ? count : await matching.CountAsync(x => x.NotAfter < authority.NotAfter, cancellationToken),
            };
            places.Add((Math.Max(places.Count == 0 ? 0 : places[^1].At + 1, before + places.Count), authority));
        }

        // The other way round every row stands as far from the end as it stood from the beginning.
        var total = count + places.Count;
        return new InventoryLayout(query, order, count, order.Descending ? [.. places.Select(place => (total - 1 - place.At, place.Authority)).Reverse()] : places, byEnd);
    }

    private static string SerialOf(AuthorityView authority) => Pki.Text.SerialNumber.OfCertificate(authority.Der).ToString();

    private static async Task<bool> HoldsLargeShareAsync(FleetDbContext db, string authorityId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (long)await CertificateFilter.Apply(db, new CertificateQuery(AuthorityId: authorityId), now).CountAsync(cancellationToken) * LargeShare >= await db.Set<CertificateRecord>().CountAsync(cancellationToken);

    /// <summary>A window of it.</summary>
    public async Task<IReadOnlyList<InventoryRow>> ReadAsync(InventoryLayout layout, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var before = layout.Authorities.Count(place => place.At < skip);
        var among = layout.Authorities.Where(place => place.At >= skip && place.At < skip + take).ToDictionary(place => place.At, place => place.Authority);
        await using var db = registry.Read();
        var things = await ThingsAsync(db, layout, skip - before, take - among.Count, cancellationToken);
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

    /// <summary>A window of the Things' certificates. What is nearer to the end is read from there: SQLite steps over every row that is skipped.</summary>
    private async Task<Queue<CertificateView>> ThingsAsync(FleetDbContext db, InventoryLayout layout, int skip, int take, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(layout.Certificates - skip, 0, take);
        var fromEnd = skip > layout.Certificates / 2;
        var matching = CertificateFilter.Apply(db, layout.Query, registry.Time.GetUtcNow(), layout.ByEnd && layout.Order.By != InventorySort.SerialNumber);
        var rows = await Order(matching, layout.Order with { Descending = layout.Order.Descending != fromEnd })
            .Skip(fromEnd ? layout.Certificates - skip - count : skip).Take(fromEnd ? count : take).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        if (fromEnd)
        {
            rows.Reverse();
        }

        return new Queue<CertificateView>(rows);
    }

    private static IQueryable<CertificateRecord> Order(IQueryable<CertificateRecord> certificates, InventoryOrder order) => (order.By, order.Descending) switch
    {
        (InventorySort.Expires, false) => certificates.OrderBy(x => x.NotAfter).ThenBy(x => x.Key),
        (InventorySort.Expires, true) => certificates.OrderByDescending(x => x.NotAfter).ThenByDescending(x => x.Key),
        (InventorySort.SerialNumber, false) => certificates.OrderBy(x => x.SerialNumber).ThenBy(x => x.Key),
        (InventorySort.SerialNumber, true) => certificates.OrderByDescending(x => x.SerialNumber).ThenByDescending(x => x.Key),
        (_, false) => certificates.OrderBy(x => x.Key),
        _ => certificates.OrderByDescending(x => x.Key),
    };

    /// <summary>All certificates of Things and authorities.</summary>
    public async Task<int> CountAllAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<CertificateRecord>().CountAsync(cancellationToken) + await db.Set<AuthorityRecord>().CountAsync(cancellationToken);
    }

    /// <summary>How many of each status there are in all: each a range of the index of status and end.</summary>
    public async Task<IReadOnlyDictionary<CredentialFilter, int>> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        var (end, soon) = (now.ToUnixTimeMilliseconds(), now.AddDays(ThingQueries.ExpiringDays).ToUnixTimeMilliseconds());
        await using var db = registry.Read();
        var counts = (await db.Database.SqlQueryRaw<StatusCounts>(CountByStatus, end, soon).ToListAsync(cancellationToken)).Single();
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
