using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>A row of the inventory: the certificate of a Thing, or an authority. The other value is null.</summary>
public sealed record InventoryRow(CertificateView? Certificate, AuthorityView? Authority);

/// <summary>The columns that the inventory can be sorted by.</summary>
public enum InventorySort
{
    /// <summary>The end of validity.</summary>
    Expires,

    /// <summary>The order in which the portal issued or imported the certificates.</summary>
    Issued,

    /// <summary>The serial number, in hexadecimal.</summary>
    SerialNumber,
}

/// <summary>An order of the inventory.</summary>
/// <param name="By">The column to sort by.</param>
/// <param name="Descending">Whether the largest or latest comes first.</param>
public sealed record InventoryOrder(InventorySort By = InventorySort.Expires, bool Descending = false);

/// <summary>
/// The number of matching rows and the positions of the authorities among them. It is computed once and used for all windows.
/// </summary>
/// <param name="Certificates">The number of matching certificates of Things.</param>
/// <param name="ByEnd">Whether the NotAfter index is used, because the authority holds a large share of all certificates.</param>
/// <param name="Order">The order of the rows.</param>
public sealed record InventoryLayout(CertificateQuery Query,
    InventoryOrder Order, int Certificates, IReadOnlyList<(int At, AuthorityView Authority)> Authorities, bool ByEnd)
{
    /// <summary>The number of all rows: certificates of Things and authorities.</summary>
    public int Total => Certificates + Authorities.Count;
}

/// <summary>The certificates of all Things and of all authorities in one list. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class CertificateInventory(Registry registry)
{
    private const int Pending = (int)CertificateStatus.PendingActivation;
    private const int Active = (int)CertificateStatus.Active;
    private const int OnHold = (int)CertificateStatus.Inactive;
    private const int Revoked = (int)CertificateStatus.Revoked;

    // {0} is the current time; {1} is the end of the period in which a certificate counts as expiring.
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

    // One in twenty: a window of 50 rows is found among 1,000 rows of the NotAfter index.
    private const int LargeShare = 20;

    /// <summary>Computes the layout, sorted by the end of validity, earliest first.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>, <c>query-private-key</c>, <c>forbidden</c>.</exception>
    public Task<InventoryLayout> PlanAsync(CertificateQuery query, Actor actor, CancellationToken cancellationToken) =>
        PlanAsync(query, new InventoryOrder(), actor, cancellationToken);

    /// <summary>
    /// Computes the layout. Authorities are placed among the certificates by the sort column; in the order of issuance they come first.
    /// </summary>
    /// <exception cref="FleetError"><c>query-invalid</c>, <c>query-private-key</c>, <c>forbidden</c>.</exception>
    public async Task<InventoryLayout> PlanAsync(
        CertificateQuery query, InventoryOrder order, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var now = registry.Time.GetUtcNow();
        await using var db = registry.Read();
        var byEnd = query.AuthorityId is not null && await HoldsLargeShareAsync(db, query.AuthorityId, now, cancellationToken);

        // If the query filters by authority alone, the index of the authority is the fastest for the count.
        var matching = CertificateFilter.Apply(db, query, now, byEnd && query with { AuthorityId = null } != new CertificateQuery());
        var count = await matching.CountAsync(cancellationToken);
        var matched = (await AuthorityQueries.RowsAsync(db, cancellationToken))
            .Where(authority => AuthorityFilter.Matches(authority, query, now));
        List<AuthorityView> authorities = order.By switch
        {
            InventorySort.Expires => [.. matched.OrderBy(authority => authority.NotAfter)],
            InventorySort.SerialNumber => [.. matched.OrderBy(SerialOf, StringComparer.Ordinal)],
            _ => [.. matched],
        };
        var last = authorities.Count == 0 || order.By != InventorySort.Expires ? null : await matching.OrderByDescending(x => x.NotAfter)
            .Select(x => (DateTimeOffset?)x.NotAfter).FirstOrDefaultAsync(cancellationToken);
        var places = new List<(int At, AuthorityView Authority)>();
        foreach (var authority in authorities)
        {
            // Most authorities are valid longer than all certificates and need no count. Counts may change between two queries, so each
            // position is at least one after the position before.
            var serial = SerialOf(authority);
            var before = order.By switch
            {
                InventorySort.Issued => 0,
                InventorySort.SerialNumber => await matching.CountAsync(x => string.Compare(x.SerialNumber, serial) < 0, cancellationToken),
                _ => last is null || authority.NotAfter > last
                    ? count : await matching.CountAsync(x => x.NotAfter < authority.NotAfter, cancellationToken),
            };
            places.Add((Math.Max(places.Count == 0 ? 0 : places[^1].At + 1, before + places.Count), authority));
        }

        // In descending order, a position counted from the beginning becomes the same position counted from the end.
        var total = count + places.Count;
        return new InventoryLayout(query, order,
            count, order.Descending ? [.. places.Select(place => (total - 1 - place.At, place.Authority)).Reverse()] : places, byEnd);
    }

    private static string SerialOf(AuthorityView authority) => Pki.Text.SerialNumber.OfCertificate(authority.Der).ToString();

    private static async Task<bool> HoldsLargeShareAsync(
        FleetDbContext db, string authorityId, DateTimeOffset now, CancellationToken cancellationToken) =>
        (long)await CertificateFilter.Apply(db, new CertificateQuery(AuthorityId: authorityId), now)
            .CountAsync(cancellationToken) * LargeShare >= await db.Set<CertificateRecord>().CountAsync(cancellationToken);

    /// <summary>Returns a window of the rows.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<InventoryRow>> ReadAsync(
        InventoryLayout layout, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        var before = layout.Authorities.Count(place => place.At < skip);
        var among = layout.Authorities.Where(place => place.At >= skip && place.At < skip + take)
            .ToDictionary(place => place.At, place => place.Authority);
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

    /// <summary>
    /// Returns a window of the certificates of Things. The second half is read from the end, because SQLite reads every row that it skips.
    /// </summary>
    private async Task<Queue<CertificateView>> ThingsAsync(
        FleetDbContext db, InventoryLayout layout, int skip, int take, CancellationToken cancellationToken)
    {
        var count = Math.Clamp(layout.Certificates - skip, 0, take);
        var fromEnd = skip > layout.Certificates / 2;
        var matching = CertificateFilter.Apply(db,
            layout.Query, registry.Time.GetUtcNow(), layout.ByEnd && layout.Order.By != InventorySort.SerialNumber);
        var rows = await Order(matching, layout.Order with { Descending = layout.Order.Descending != fromEnd })
            .Skip(fromEnd ? layout.Certificates - skip - count : skip)
                .Take(fromEnd ? count : take).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        if (fromEnd)
        {
            rows.Reverse();
        }

        return new Queue<CertificateView>(rows);
    }

    private static IQueryable<CertificateRecord> Order(
        IQueryable<CertificateRecord> certificates, InventoryOrder order) => (order.By, order.Descending) switch
    {
        (InventorySort.Expires, false) => certificates.OrderBy(x => x.NotAfter).ThenBy(x => x.Key),
        (InventorySort.Expires, true) => certificates.OrderByDescending(x => x.NotAfter).ThenByDescending(x => x.Key),
        (InventorySort.SerialNumber, false) => certificates.OrderBy(x => x.SerialNumber).ThenBy(x => x.Key),
        (InventorySort.SerialNumber, true) => certificates.OrderByDescending(x => x.SerialNumber).ThenByDescending(x => x.Key),
        (_, false) => certificates.OrderBy(x => x.Key),
        _ => certificates.OrderByDescending(x => x.Key),
    };

    /// <summary>Returns the number of certificates of Things and authorities.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<int> CountAllAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        return await db.Set<CertificateRecord>().CountAsync(cancellationToken)
            + await db.Set<AuthorityRecord>().CountAsync(cancellationToken);
    }

    /// <summary>Returns the number of certificates for each status. Each count is a range of the index of status and NotAfter.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
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
            (CredentialFilter.Active, counts.Active),
            (CredentialFilter.Expiring, counts.Expiring), (CredentialFilter.Expired, counts.Expired),
            (CredentialFilter.Pending, counts.Pending), (CredentialFilter.Hold, counts.Hold), (CredentialFilter.Revoked, counts.Revoked),
        ];
        return things.ToDictionary(one => one.Filter,
            one => one.Count + authorities.Count(authority => AuthorityFilter.Matches(authority, new CertificateQuery(one.Filter), now)));
    }

    private sealed record StatusCounts(int Active, int Expiring, int Expired, int Pending, int Hold, int Revoked);
}
