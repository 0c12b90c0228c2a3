using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Inventory;

/// <summary>What of the inventory to show.</summary>
/// <param name="Status">Null for all.</param>
/// <param name="ExpiresFrom">Ends at or after this.</param>
/// <param name="ExpiresBefore">Ends before this.</param>
/// <param name="Text">A part of a ThingName, or whatever <see cref="PastedCredential"/> reads: a serial number, a fingerprint, a certificate in PEM, <c>CN=…</c>.</param>
/// <param name="AuthorityId">Signed by this authority; <see cref="AuthorityView.Pinned"/> for those that were pinned without one.</param>
/// <param name="Usable">Only active ones whose time is not over.</param>
/// <param name="ThingName">Of this Thing, exactly.</param>
public sealed record CertificateQuery(CredentialFilter? Status = null, DateTimeOffset? ExpiresFrom = null, DateTimeOffset? ExpiresBefore = null, string? Text = null, string? AuthorityId = null, bool Usable = false, string? ThingName = null);

/// <summary>What lists of certificates are ordered by.</summary>
public enum CertificateSort
{
    /// <summary>In the order of issuance.</summary>
    Issued,

    /// <summary>Soonest end first.</summary>
    Expires,
}

/// <summary>A place in a list: the last row that was shown.</summary>
public sealed record CertificateCursor(long Key, DateTimeOffset NotAfter);

/// <summary>A page of the inventory.</summary>
public sealed record CertificatePage(IReadOnlyList<CertificateView> Items, int Total);

/// <summary>Reads certificates.</summary>
public sealed class CertificateQueries(Registry registry)
{
    /// <summary>A window of the inventory, soonest end first.</summary>
    public async Task<CertificatePage> ListAsync(CertificateQuery query, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var matching = CertificateFilter.Apply(db, query, registry.Time.GetUtcNow());
        var total = await matching.CountAsync(cancellationToken);
        var items = await matching.OrderBy(x => x.NotAfter).ThenBy(x => x.Key).Skip(skip).Take(take).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        return new CertificatePage(items, total);
    }

    /// <summary>A page after a place in the list.</summary>
    public async Task<CertificatePage> ListAfterAsync(CertificateQuery query, CertificateSort sort, CertificateCursor? after, int take, Actor actor, CancellationToken cancellationToken)
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

    /// <summary>One certificate, or null.</summary>
    public async Task<CertificateView?> FindAsync(CertificateId id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var octets = id.ToOctets();
        return await db.Set<CertificateRecord>().Where(x => x.Id == octets).Select(CertificateProjection.ToView).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>How many certificates expire in each of the coming weeks: one for each Thing, and the others beside them.</summary>
    public async Task<IReadOnlyList<ExpiryWeek>> ForecastAsync(int weeks, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var start = registry.Time.GetUtcNow();
        var (from, to, week) = (start.ToUnixTimeMilliseconds(), start.AddDays(7 * weeks).ToUnixTimeMilliseconds(), (long)TimeSpan.FromDays(7).TotalMilliseconds);

        // One pass over each index of status and end; EF cannot divide a time.
        var current = await db.Database.SqlQuery<WeekCount>($"""
            SELECT (CredentialNotAfter - {from}) / {week} AS Week, count(*) AS Count FROM Things
            WHERE RetiredAt IS NULL AND CredentialStatus = {(int)CertificateStatus.Active} AND CredentialNotAfter >= {from} AND CredentialNotAfter < {to} GROUP BY 1
            """).ToDictionaryAsync(x => x.Week, x => x.Count, cancellationToken);
        var all = await db.Database.SqlQuery<WeekCount>($"""
            SELECT (NotAfter - {from}) / {week} AS Week, count(*) AS Count FROM Certificates
            WHERE Status = {(int)CertificateStatus.Active} AND NotAfter >= {from} AND NotAfter < {to} GROUP BY 1
            """).ToDictionaryAsync(x => x.Week, x => x.Count, cancellationToken);
        return [.. Enumerable.Range(0, weeks).Select(i => new ExpiryWeek(start.AddDays(7 * i), current.GetValueOrDefault(i), Math.Max(0, all.GetValueOrDefault(i) - current.GetValueOrDefault(i))))];
    }

    private sealed record WeekCount(int Week, int Count);
}
