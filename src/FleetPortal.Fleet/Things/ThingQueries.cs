using System.Text.Json;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>A page of a list.</summary>
/// <param name="Total">How many match in all.</param>
public sealed record ThingPage(IReadOnlyList<ThingRow> Items, int Total);

/// <summary>Counts over the whole fleet.</summary>
/// <param name="ThingsActive">Things with an active certificate.</param>
/// <param name="WithoutCredential">Things that have no certificate, or none that is not revoked.</param>
/// <param name="Stranded">Things whose certificates are active, while their authorities do not count any more.</param>
public sealed record FleetCounts(int Things, int Connected, int ThingsActive, int Active, int Expiring, int Expired, int Pending, int OnHold, int Revoked, int WithoutCredential, int Stranded)
{
    /// <summary>What keeps Things out.</summary>
    public OutOfAccess Out { get; init; } = new(0, 0, 0, 0);
}

/// <summary>Enabled Things that no certificate lets in, each counted once.</summary>
/// <param name="NoCertificate">It has none, or revoked ones only.</param>
/// <param name="Expired">Its certificate has expired.</param>
/// <param name="Stranded">Its certificate is active, and the authority that signed it is not trusted any more.</param>
/// <param name="OnHold">Its certificate is on hold.</param>
public sealed record OutOfAccess(int NoCertificate, int Expired, int Stranded, int OnHold)
{
    /// <summary>Those that cannot connect and that nobody keeps out on purpose: not those on hold.</summary>
    public int CannotConnect => NoCertificate + Expired + Stranded;
}

/// <summary>Reads Things.</summary>
public sealed class ThingQueries(Registry registry)
{
    /// <summary>An active certificate that ends within this many days is called expiring.</summary>
    public const int ExpiringDays = 30;

    /// <summary>A window of the list, for scrolling: from the end backwards where that is nearer, so that the last rows cost what the first do.</summary>
    public async Task<ThingPage> ListAsync(ThingQuery query, ThingOrder order, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var things = Filter(db, query);
        var total = await things.CountAsync(cancellationToken);
        var fromEnd = skip > total / 2;
        var ordered = Order(things, order, fromEnd);
        var count = Math.Min(take, Math.Max(0, total - skip));
        var rows = await ordered.Skip(fromEnd ? Math.Max(0, total - skip - count) : skip).Take(count).Select(ToRow).ToListAsync(cancellationToken);
        if (fromEnd)
        {
            rows.Reverse();
        }

        return new ThingPage(await CompleteAsync(db, rows, cancellationToken), total);
    }

    /// <summary>A page after a place in the list, by index: the last page costs what the first does.</summary>
    public async Task<ThingPage> ListAfterAsync(ThingQuery query, ThingOrder order, ThingPlace? after, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var things = Filter(db, query);
        var total = await things.CountAsync(cancellationToken);
        var rows = new List<ThingRow>(take);
        foreach (var part in ThingKeyset.After(things, order, after))
        {
            rows.AddRange(await part.Take(take - rows.Count).Select(ToRow).ToListAsync(cancellationToken));
            if (rows.Count == take)
            {
                break;
            }
        }

        return new ThingPage(await CompleteAsync(db, rows, cancellationToken), total);
    }

    /// <summary>One Thing with its certificates, newest first; null where there is none.</summary>
    public async Task<ThingView?> FindAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var thing = await db.Set<ThingRecord>().Include(x => x.Groups).SingleOrDefaultAsync(x => x.Name == name, cancellationToken);
        if (thing is null)
        {
            return null;
        }

        var certificates = await db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key).OrderByDescending(x => x.Key).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
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
        var things = db.Set<ThingRecord>().Where(thing => thing.RetiredAt == null);
        return new FleetCounts(
            await things.CountAsync(cancellationToken),
            await things.CountAsync(thing => thing.Connected, cancellationToken),
            await things.CountAsync(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status == CertificateStatus.Active && x.NotAfter >= soon, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status == CertificateStatus.Active && x.NotAfter >= now && x.NotAfter < soon, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status != CertificateStatus.Revoked && x.NotAfter < now, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status == CertificateStatus.PendingActivation && x.NotAfter >= now, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status == CertificateStatus.Inactive && x.NotAfter >= now, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status == CertificateStatus.Revoked, cancellationToken),
            await WithoutCredential(things).CountAsync(cancellationToken),
            await UsableCertificates.StrandedAsync(db, things, now, cancellationToken) is { } stranded ? await stranded.CountAsync(cancellationToken) : 0)
        {
            Out = await OutAsync(db, things.Where(thing => thing.Enabled), now, cancellationToken),
        };
    }

    private static async Task<OutOfAccess> OutAsync(FleetDbContext db, IQueryable<ThingRecord> enabled, DateTimeOffset now, CancellationToken cancellationToken) => new(
        await WithoutCredential(enabled).CountAsync(cancellationToken),
        await Expired(enabled, now).CountAsync(cancellationToken),
        await UsableCertificates.StrandedAsync(db, enabled, now, cancellationToken) is { } stranded ? await stranded.CountAsync(cancellationToken) : 0,
        await OnHold(enabled, now).CountAsync(cancellationToken));

    internal IQueryable<ThingRecord> Filter(FleetDbContext db, ThingQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = registry.Time.GetUtcNow();
        var things = db.Set<ThingRecord>().Where(thing => thing.RetiredAt == null);
        foreach (var word in query.Words)
        {
            things = NameSearch.Narrow(db, things, word);
        }

        foreach (var pasted in query.Pasted)
        {
            things = pasted.Narrow(db, things);
        }

        if (query.Type is { } type)
        {
            things = things.Where(thing => thing.Type == type);
        }

        if (query.Group is { } group)
        {
            // The members through the index of groups, not an EXISTS for each Thing there is.
            var members = db.Set<ThingGroupRecord>().Where(x => x.Name == group).Select(x => x.ThingKey);
            things = things.Where(thing => members.Contains(thing.Key));
        }

        if (query.Connected is { } connected)
        {
            things = things.Where(thing => thing.Connected == connected);
        }

        if (query.AuthorityId is { } authorityId)
        {
            // Where there is no such authority there are no such Things.
            things = DependentThings.Of(db, things, AuthorityFamily.Keys(db, db.Set<AuthorityRecord>().Where(x => x.Id == authorityId).Select(x => x.Key).SingleOrDefault()), now);
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

        if (query.ExpiresAfterDays is { } atLeast)
        {
            var start = now.AddDays(atLeast);
            things = things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= start);
        }

        if (query.HasAccess is { } access)
        {
            things = access ? WithAccess(db, things, now) : WithoutAccess(db, things.Where(thing => thing.Enabled), now);
        }

        var soon = now.AddDays(ExpiringDays);
        return query.Status switch
        {
            CredentialFilter.Active => things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now),
            CredentialFilter.Expiring => things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now && thing.CredentialNotAfter < soon),
            CredentialFilter.Expired => Expired(things, now),
            CredentialFilter.Pending => things.Where(thing => thing.CredentialStatus == CertificateStatus.PendingActivation),
            CredentialFilter.Hold => OnHold(things, now),
            CredentialFilter.Revoked => things.Where(thing => thing.CredentialStatus == CertificateStatus.Revoked),
            CredentialFilter.None => WithoutCredential(things),
            _ => things,
        };
    }

    /// <summary>None at all, or none that is not revoked for good.</summary>
    private static IQueryable<ThingRecord> WithoutCredential(IQueryable<ThingRecord> things) => things.Where(thing => thing.CredentialStatus == null || thing.CredentialStatus == CertificateStatus.Revoked);

    private static IQueryable<ThingRecord> Expired(IQueryable<ThingRecord> things, DateTimeOffset now) => things.Where(thing => thing.CredentialNotAfter < now && thing.CredentialStatus != CertificateStatus.Revoked);

    private static IQueryable<ThingRecord> OnHold(IQueryable<ThingRecord> things, DateTimeOffset now) => things.Where(thing => thing.CredentialStatus == CertificateStatus.Inactive && thing.CredentialNotAfter >= now);

    private static IQueryable<ThingRecord> WithAccess(FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now)
    {
        var active = things.Where(thing => thing.Enabled && thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now);
        return UsableCertificates.EndedAuthorities(db, now).Any() ? active.Where(thing => UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key)) : active;
    }

    private static IQueryable<ThingRecord> WithoutAccess(FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now) => UsableCertificates.EndedAuthorities(db, now).Any()
        ? things.Where(thing => !(thing.CredentialStatus == CertificateStatus.Inactive && thing.CredentialNotAfter >= now) && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key))
        : things.Where(thing => thing.CredentialStatus == null || thing.CredentialStatus == CertificateStatus.Revoked || (thing.CredentialNotAfter < now && thing.CredentialStatus != CertificateStatus.Revoked));

    /// <summary>Adds what the rows of a page do not hold: groups, and whether their authorities still count.</summary>
    private async Task<IReadOnlyList<ThingRow>> CompleteAsync(FleetDbContext db, List<ThingRow> rows, CancellationToken cancellationToken)
    {
        var keys = rows.Select(row => row.Key).ToList();
        var groups = (await db.Set<ThingGroupRecord>().Where(x => keys.Contains(x.ThingKey)).Select(x => new { x.ThingKey, x.Name }).ToListAsync(cancellationToken)).ToLookup(x => x.ThingKey, x => x.Name);
        var marked = await MarkEndedAsync(db, rows, cancellationToken);
        return [.. marked.Select(row => groups.Contains(row.Key) ? row with { Groups = [.. groups[row.Key].Order(StringComparer.Ordinal)] } : row)];
    }

    /// <summary>Looks at the authorities behind the rows of a page.</summary>
    private async Task<IReadOnlyList<ThingRow>> MarkEndedAsync(FleetDbContext db, List<ThingRow> rows, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        if (!await UsableCertificates.EndedAuthorities(db, now).AnyAsync(cancellationToken))
        {
            return rows;
        }

        var active = rows.Where(row => row.Credential == CertificateStatus.Active && row.CredentialNotAfter > now).Select(row => row.Key).ToHashSet();
        var usable = await UsableCertificates.Of(db.Set<CertificateRecord>().Where(x => active.Contains(x.ThingKey)), now).Select(x => x.ThingKey).ToListAsync(cancellationToken);
        active.ExceptWith(usable);
        return [.. rows.Select(row => active.Contains(row.Key) ? row with { AuthorityEnded = true } : row)];
    }

    /// <summary>A whole list in its order, or in the opposite one.</summary>
    private static IQueryable<ThingRecord> Order(IQueryable<ThingRecord> things, ThingOrder order, bool backwards) => (order.By, order.Descending, backwards) switch
    {
        (ThingSort.Expires, false, false) => things.OrderBy(x => x.CredentialNotAfter == null).ThenBy(x => x.CredentialNotAfter).ThenBy(x => x.Name),
        (ThingSort.Expires, false, true) => things.OrderByDescending(x => x.CredentialNotAfter == null).ThenByDescending(x => x.CredentialNotAfter).ThenByDescending(x => x.Name),
        (ThingSort.Expires, true, false) => things.OrderByDescending(x => x.CredentialNotAfter).ThenByDescending(x => x.Name),
        (ThingSort.Expires, true, true) => things.OrderBy(x => x.CredentialNotAfter).ThenBy(x => x.Name),
        (ThingSort.LastSeen, false, false) => things.OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name),
        (ThingSort.LastSeen, false, true) => things.OrderBy(x => x.LastSeenAt).ThenBy(x => x.Name),
        (ThingSort.LastSeen, true, false) => things.OrderBy(x => x.LastSeenAt == null).ThenBy(x => x.LastSeenAt).ThenBy(x => x.Name),
        (ThingSort.LastSeen, true, true) => things.OrderByDescending(x => x.LastSeenAt == null).ThenByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name),
        (ThingSort.Type, var descending, var reverse) when descending == reverse => things.OrderBy(x => x.Type).ThenBy(x => x.Name),
        (ThingSort.Type, _, _) => things.OrderByDescending(x => x.Type).ThenByDescending(x => x.Name),
        (_, var descending, var reverse) when descending == reverse => things.OrderBy(x => x.Name),
        _ => things.OrderByDescending(x => x.Name),
    };

    private static readonly System.Linq.Expressions.Expression<Func<ThingRecord, ThingRow>> ToRow = thing =>
        new ThingRow(thing.Key, thing.Name, thing.Type, thing.Enabled, thing.CredentialStatus, thing.CredentialNotAfter, thing.Connected, thing.LastSeenAt);
}
