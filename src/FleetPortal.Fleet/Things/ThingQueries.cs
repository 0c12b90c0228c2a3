using System.Text.Json;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>What lists are ordered by.</summary>
public enum ThingSort
{
    /// <summary>ThingName, without case.</summary>
    Name,

    /// <summary>The end of the best certificate, soonest first; none last.</summary>
    Expires,

    /// <summary>Last seen, latest first; never last.</summary>
    LastSeen,
}

/// <summary>A page of a list.</summary>
/// <param name="Total">How many match in all.</param>
public sealed record ThingPage(IReadOnlyList<ThingRow> Items, int Total);

/// <summary>Counts over the whole fleet.</summary>
/// <param name="ThingsActive">Things with an active certificate.</param>
/// <param name="WithoutCredential">Things that have no certificate, or none that is not revoked.</param>
/// <param name="Stranded">Things whose certificates are active, while their authorities do not count any more.</param>
public sealed record FleetCounts(int Things, int Connected, int ThingsActive, int Active, int Expiring, int Expired, int Pending, int OnHold, int Revoked, int WithoutCredential, int Stranded);

/// <summary>Reads Things.</summary>
public sealed class ThingQueries(Registry registry)
{
    /// <summary>An active certificate that ends within this many days is called expiring.</summary>
    public const int ExpiringDays = 30;

    /// <summary>A window of the list, for scrolling: from the end backwards where that is nearer, so that the last rows cost what the first do.</summary>
    public async Task<ThingPage> ListAsync(ThingQuery query, ThingSort sort, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var things = Filter(db, query);
        var total = await things.CountAsync(cancellationToken);
        var fromEnd = skip > total / 2;
        var ordered = Order(things, sort, fromEnd);
        var count = Math.Min(take, Math.Max(0, total - skip));
        var rows = await ordered.Skip(fromEnd ? Math.Max(0, total - skip - count) : skip).Take(count).Select(ToRow).ToListAsync(cancellationToken);
        if (fromEnd)
        {
            rows.Reverse();
        }

        return new ThingPage(await MarkEndedAsync(db, rows, cancellationToken), total);
    }

    /// <summary>A page after a place in the list, by index: the last page costs what the first does.</summary>
    public async Task<ThingPage> ListAfterAsync(ThingQuery query, ThingSort sort, ThingPlace? after, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var things = Filter(db, query);
        var total = await things.CountAsync(cancellationToken);
        var rows = new List<ThingRow>(take);
        foreach (var part in ThingKeyset.After(things, sort, after))
        {
            rows.AddRange(await part.Take(take - rows.Count).Select(ToRow).ToListAsync(cancellationToken));
            if (rows.Count == take)
            {
                break;
            }
        }

        return new ThingPage(await MarkEndedAsync(db, rows, cancellationToken), total);
    }

    /// <summary>One Thing with its certificates, newest first; null where there is none.</summary>
    public async Task<ThingView?> FindAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var thing = await db.Things.Include(x => x.Groups).SingleOrDefaultAsync(x => x.Name == name, cancellationToken);
        if (thing is null)
        {
            return null;
        }

        var certificates = await db.Certificates.Where(x => x.ThingKey == thing.Key).OrderByDescending(x => x.Key).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        return new ThingView(
            thing.Name, thing.Type, [.. thing.Groups.Select(group => group.Name).Order(StringComparer.Ordinal)],
            JsonSerializer.Deserialize<Dictionary<string, string>>(thing.Attributes)!, thing.Enabled, thing.RetiredAt, thing.Connected, thing.LastSeenAt, thing.CreatedAt, thing.Version, certificates);
    }

    /// <summary>Counts for the overview.</summary>
    public async Task<FleetCounts> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var soon = now.AddDays(ExpiringDays);
        var things = db.Things.Where(thing => thing.RetiredAt == null);
        return new FleetCounts(
            await things.CountAsync(cancellationToken),
            await things.CountAsync(thing => thing.Connected, cancellationToken),
            await things.CountAsync(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now, cancellationToken),
            await db.Certificates.CountAsync(x => x.Status == CertificateStatus.Active && x.NotAfter >= soon, cancellationToken),
            await db.Certificates.CountAsync(x => x.Status == CertificateStatus.Active && x.NotAfter >= now && x.NotAfter < soon, cancellationToken),
            await db.Certificates.CountAsync(x => x.Status != CertificateStatus.Revoked && x.NotAfter < now, cancellationToken),
            await db.Certificates.CountAsync(x => x.Status == CertificateStatus.PendingActivation && x.NotAfter >= now, cancellationToken),
            await db.Certificates.CountAsync(x => x.Status == CertificateStatus.Inactive && x.NotAfter >= now, cancellationToken),
            await db.Certificates.CountAsync(x => x.Status == CertificateStatus.Revoked, cancellationToken),
            await WithoutCredential(things).CountAsync(cancellationToken),
            await UsableCertificates.StrandedAsync(db, things, now, cancellationToken) is { } stranded ? await stranded.CountAsync(cancellationToken) : 0);
    }

    internal IQueryable<ThingRecord> Filter(FleetDbContext db, ThingQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = registry.Time.GetUtcNow();
        var things = db.Things.Where(thing => thing.RetiredAt == null);
        foreach (var word in query.Words)
        {
            things = NameSearch.Narrow(db, things, word);
        }

        if (query.Type is { } type)
        {
            things = things.Where(thing => thing.Type == type);
        }

        if (query.Group is { } group)
        {
            // The members through the index of groups, not an EXISTS for each Thing there is.
            var members = db.ThingGroups.Where(x => x.Name == group).Select(x => x.ThingKey);
            things = things.Where(thing => members.Contains(thing.Key));
        }

        if (query.Connected is { } connected)
        {
            things = things.Where(thing => thing.Connected == connected);
        }

        if (query.AuthorityId is { } authorityId)
        {
            // Where there is no such authority there are no such Things.
            things = Dependants.Of(db, things, db.Authorities.Where(x => x.Id == authorityId).Select(x => x.Key).SingleOrDefault(), now);
        }

        if (query.SilentDays is { } silent)
        {
            var heard = now.AddDays(-silent);
            things = things.Where(thing => !thing.Connected && (thing.LastSeenAt == null || thing.LastSeenAt < heard));
        }

        if (query.SeenDays is { } seen)
        {
            var since = now.AddDays(-seen);
            things = things.Where(thing => thing.Connected || thing.LastSeenAt >= since);
        }

        if (query.Enabled is { } enabled)
        {
            things = things.Where(thing => thing.Enabled == enabled);
        }

        if (query.ExpiresWithinDays is { } days)
        {
            var end = now.AddDays(days);
            things = things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now && thing.CredentialNotAfter < end);
        }

        var soon = now.AddDays(ExpiringDays);
        return query.Status switch
        {
            CredentialFilter.Active => things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now),
            CredentialFilter.Expiring => things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now && thing.CredentialNotAfter < soon),
            CredentialFilter.Expired => things.Where(thing => thing.CredentialNotAfter < now && thing.CredentialStatus != CertificateStatus.Revoked),
            CredentialFilter.Pending => things.Where(thing => thing.CredentialStatus == CertificateStatus.PendingActivation),
            CredentialFilter.Hold => things.Where(thing => thing.CredentialStatus == CertificateStatus.Inactive),
            CredentialFilter.Revoked => things.Where(thing => thing.CredentialStatus == CertificateStatus.Revoked),
            CredentialFilter.None => WithoutCredential(things),
            _ => things,
        };
    }

    /// <summary>None at all, or none that is not revoked for good.</summary>
    private static IQueryable<ThingRecord> WithoutCredential(IQueryable<ThingRecord> things) => things.Where(thing => thing.CredentialStatus == null || thing.CredentialStatus == CertificateStatus.Revoked);

    /// <summary>Looks at the authorities behind the rows of a page.</summary>
    private async Task<IReadOnlyList<ThingRow>> MarkEndedAsync(FleetDbContext db, List<ThingRow> rows, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        if (!await UsableCertificates.EndedAuthorities(db, now).AnyAsync(cancellationToken))
        {
            return rows;
        }

        var active = rows.Where(row => row.Credential == CertificateStatus.Active && row.CredentialNotAfter > now).Select(row => row.Key).ToHashSet();
        var usable = await UsableCertificates.Of(db.Certificates.Where(x => active.Contains(x.ThingKey)), now).Select(x => x.ThingKey).ToListAsync(cancellationToken);
        active.ExceptWith(usable);
        return [.. rows.Select(row => active.Contains(row.Key) ? row with { AuthorityEnded = true } : row)];
    }

    private static IQueryable<ThingRecord> Order(IQueryable<ThingRecord> things, ThingSort sort, bool backwards) => (sort, backwards) switch
    {
        (ThingSort.Expires, false) => things.OrderBy(x => x.CredentialNotAfter == null).ThenBy(x => x.CredentialNotAfter).ThenBy(x => x.Name),
        (ThingSort.Expires, true) => things.OrderByDescending(x => x.CredentialNotAfter == null).ThenByDescending(x => x.CredentialNotAfter).ThenByDescending(x => x.Name),
        (ThingSort.LastSeen, false) => things.OrderByDescending(x => x.LastSeenAt).ThenBy(x => x.Name),
        (ThingSort.LastSeen, true) => things.OrderBy(x => x.LastSeenAt).ThenByDescending(x => x.Name),
        (_, false) => things.OrderBy(x => x.Name),
        _ => things.OrderByDescending(x => x.Name),
    };

    private static readonly System.Linq.Expressions.Expression<Func<ThingRecord, ThingRow>> ToRow = thing =>
        new ThingRow(thing.Key, thing.Name, thing.Type, thing.Enabled, thing.CredentialStatus, thing.CredentialNotAfter, thing.Connected, thing.LastSeenAt);
}
