using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>Selects certificates of the inventory. All given values must match.</summary>
/// <param name="Status">The state of the certificate; null for all.</param>
/// <param name="ExpiresFrom">The certificate ends at or after this time.</param>
/// <param name="ExpiresBefore">The certificate ends before this time.</param>
/// <param name="Text">A part of a ThingName, or a text that <see cref="PastedCredential"/> reads: a serial number, a fingerprint, a
/// certificate in PEM, <c>CN=…</c>.</param>
/// <param name="AuthorityId">The authority that signed the certificate, or an intermediate below it; <see cref="AuthorityView.Pinned"/> for
/// pinned certificates.</param>
/// <param name="Usable">Whether to select only active certificates that have not expired.</param>
/// <param name="ThingName">The name of the Thing, exactly.</param>
public sealed record CertificateQuery(CredentialFilter? Status = null, DateTimeOffset? ExpiresFrom = null,
    DateTimeOffset? ExpiresBefore = null, string? Text = null, string? AuthorityId = null, bool Usable = false, string? ThingName = null);

/// <summary>The orders of a list of certificates.</summary>
public enum CertificateSort
{
    /// <summary>The order of issuance, oldest first.</summary>
    Issued,

    /// <summary>The end of validity, earliest first.</summary>
    Expires,
}

/// <summary>A position in a list of certificates: the last row that the client has received.</summary>
public sealed record CertificateCursor(long Key, DateTimeOffset NotAfter);

/// <summary>One page of a list of certificates.</summary>
/// <param name="Total">The number of all certificates that match.</param>
public sealed record CertificatePage(IReadOnlyList<CertificateView> Items, int Total);

/// <summary>Reads certificates of Things. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class CertificateQueries(Registry registry)
{
    /// <summary>Returns a window of the inventory, sorted by the end of validity, earliest first.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>, <c>query-private-key</c>, <c>forbidden</c>.</exception>
    public async Task<CertificatePage> ListAsync(
        CertificateQuery query, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var matching = CertificateFilter.Apply(db, query, registry.Time.GetUtcNow());
        var total = await matching.CountAsync(cancellationToken);
        var items = await matching.OrderBy(x => x.NotAfter)
            .ThenBy(x => x.Key).Skip(skip).Take(take).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        return new CertificatePage(items, total);
    }

    /// <summary>Returns the rows after a position in the list.</summary>
    /// <exception cref="FleetError"><c>query-invalid</c>, <c>query-private-key</c>, <c>forbidden</c>.</exception>
    public async Task<CertificatePage> ListAfterAsync(
        CertificateQuery query, CertificateSort sort, CertificateCursor? after, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var matching = CertificateFilter.Apply(db, query, registry.Time.GetUtcNow());
        var total = await matching.CountAsync(cancellationToken);
        var (key, end) = (after?.Key ?? 0, after?.NotAfter ?? DateTimeOffset.UnixEpoch);
        var rest = sort == CertificateSort.Expires
            ? matching.Where(x => x.NotAfter >= end && (x.NotAfter > end || x.Key > key)).OrderBy(x => x.NotAfter).ThenBy(x => x.Key)
            : matching.Where(x => x.Key > key).OrderBy(x => x.Key);
        return new CertificatePage(await rest.Take(take).Select(CertificateProjection.ToView).ToListAsync(cancellationToken), total);
    }

    /// <summary>Returns one certificate; null if it does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<CertificateView?> FindAsync(CertificateId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var octets = id.ToOctets();
        return await db.Set<CertificateRecord>()
            .Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>
    /// Counts the active certificates that expire in each of the coming weeks: the current one of each Thing, and all others.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<ExpiryWeek>> ForecastAsync(int weeks, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var start = registry.Time.GetUtcNow();
        var (from, to, week) = (start.ToUnixTimeMilliseconds(),
            start.AddDays(7 * weeks).ToUnixTimeMilliseconds(), (long)TimeSpan.FromDays(7).TotalMilliseconds);

        // One pass over each index of status and NotAfter. In SQL, because EF Core cannot divide a time. Kind 0 is a Thing; SQLite uses the
        // index only if it sees the number.
        var current = await db.Database.SqlQuery<WeekCount>($"""
            SELECT (CredentialNotAfter - {from}) / {week} AS Week, count(*) AS Count FROM Things
            WHERE RetiredAt IS NULL AND Kind = 0 AND CredentialStatus = {(int)CertificateStatus.Active} AND CredentialNotAfter >= {from} AND CredentialNotAfter < {to} GROUP BY 1
            """).ToDictionaryAsync(x => x.Week, x => x.Count, cancellationToken);
        var all = await db.Database.SqlQuery<WeekCount>($"""
            SELECT (NotAfter - {from}) / {week} AS Week, count(*) AS Count FROM Certificates
            WHERE Status = {(int)CertificateStatus.Active} AND NotAfter >= {from} AND NotAfter < {to} GROUP BY 1
            """).ToDictionaryAsync(x => x.Week, x => x.Count, cancellationToken);
        return [.. Enumerable.Range(0, weeks).Select(i => new ExpiryWeek(start.AddDays(7 * i),
            current.GetValueOrDefault(i), Math.Max(0, all.GetValueOrDefault(i) - current.GetValueOrDefault(i))))];
    }

    private sealed record WeekCount(int Week, int Count);
}
