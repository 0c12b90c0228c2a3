using System.Text.Json;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Things;

/// <summary>One page of a list of Things.</summary>
/// <param name="Total">The number of all Things that match.</param>
public sealed record ThingPage(IReadOnlyList<ThingRow> Items, int Total);

/// <summary>The counts of the whole fleet. Retired Things are not counted.</summary>
/// <param name="ThingsActive">Things with an active certificate.</param>
/// <param name="WithoutCredential">Things that have no certificate, or only revoked ones.</param>
/// <param name="Stranded">Things with active certificates whose authorities are all disabled, retired or expired.</param>
public sealed record FleetCounts(int Things, int Connected,
    int ThingsActive, int Active, int Expiring, int Expired, int Pending, int OnHold, int Revoked, int WithoutCredential, int Stranded)
{
    /// <summary>The Things that cannot connect, by reason.</summary>
    public OutOfAccess Out { get; init; } = new(0, 0, 0, 0);
}

/// <summary>The enabled Things that cannot connect with any certificate, each counted once.</summary>
/// <param name="NoCertificate">Things that have no certificate, or only revoked ones.</param>
/// <param name="Expired">Things whose current certificate has expired.</param>
/// <param name="Stranded">Things whose certificates are active but whose authorities are disabled, retired or expired.</param>
/// <param name="OnHold">Things whose current certificate is on hold.</param>
public sealed record OutOfAccess(int NoCertificate, int Expired, int Stranded, int OnHold)
{
    /// <summary>The Things that cannot connect for another reason than a hold, which is intended.</summary>
    public int CannotConnect => NoCertificate + Expired + Stranded;
}

/// <summary>Reads Things. Every method needs <see cref="Permission.Read"/>.</summary>
public sealed class ThingQueries(Registry registry)
{
    /// <summary>An active certificate counts as expiring if it ends within this number of days.</summary>
    public const int ExpiringDays = 30;

    /// <summary>
    /// Returns a window of the list, for scrolling. The second half of the list is read from its end, so that the last rows take as little
    /// time as the first.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<ThingPage> ListAsync(
        ThingQuery query, ThingOrder order, int skip, int take, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var things = Filter(db, query);
        var total = await things.CountAsync(cancellationToken);
        var fromEnd = skip > total / 2;
        var ordered = Order(things, order, fromEnd);
        var count = Math.Min(take, Math.Max(0, total - skip));
        var rows = await ordered.Skip(fromEnd ? Math.Max(0, total - skip - count) : skip)
            .Take(count).Select(ToRow).ToListAsync(cancellationToken);
        if (fromEnd)
        {
            rows.Reverse();
        }

        return new ThingPage(await CompleteAsync(db, rows, cancellationToken), total);
    }

    /// <summary>
    /// Returns the rows after a position, read through an index, so that the last page takes as little time as the first.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<ThingPage> ListAfterAsync(
        ThingQuery query, ThingOrder order, ThingPlace? after, int take, Actor actor, CancellationToken cancellationToken)
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

    /// <summary>Returns a Thing with its certificates, newest first; null if it does not exist.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<ThingView?> FindAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var thing = await db.Things().Include(x => x.Groups).SingleOrDefaultAsync(x => x.Name == name, cancellationToken);
        if (thing is null)
        {
            return null;
        }

        var certificates = await db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key)
            .OrderByDescending(x => x.Key).Select(CertificateProjection.ToView).ToListAsync(cancellationToken);
        return new ThingView(
            thing.Name, thing.Type, [.. thing.Groups.Select(group => group.Name).Order(StringComparer.Ordinal)],
            JsonSerializer.Deserialize<Dictionary<string, string>>(thing.Attributes)!,
            thing.Enabled, thing.RetiredAt, thing.Connected, thing.LastSeenAt, thing.CreatedAt, thing.Version, certificates)
        {
            RollingProof = thing.RollingProof,
        };
    }

    /// <summary>Returns the counts for the overview.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public async Task<FleetCounts> CountAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var soon = now.AddDays(ExpiringDays);
        var things = db.Things().Where(thing => thing.RetiredAt == null);
        return new FleetCounts(
            await things.CountAsync(cancellationToken),
            await things.CountAsync(thing => thing.Connected, cancellationToken),
            await things.CountAsync(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now,
                cancellationToken),
            await db.Set<CertificateRecord>()
                .CountAsync(x => x.Status == CertificateStatus.Active && x.NotAfter >= soon, cancellationToken),
            await db.Set<CertificateRecord>()
                .CountAsync(x => x.Status == CertificateStatus.Active && x.NotAfter >= now && x.NotAfter < soon, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status != CertificateStatus.Revoked && x.NotAfter < now, cancellationToken),
            await db.Set<CertificateRecord>()
                .CountAsync(x => x.Status == CertificateStatus.PendingActivation && x.NotAfter >= now, cancellationToken),
            await db.Set<CertificateRecord>()
                .CountAsync(x => x.Status == CertificateStatus.Inactive && x.NotAfter >= now, cancellationToken),
            await db.Set<CertificateRecord>().CountAsync(x => x.Status == CertificateStatus.Revoked, cancellationToken),
            await WithoutCredential(things).CountAsync(cancellationToken),
            await UsableCertificates.StrandedAsync(db, things, now, cancellationToken) is { } stranded
                ? await stranded.CountAsync(cancellationToken) : 0)
        {
            Out = await OutAsync(db, things.Where(thing => thing.Enabled), now, cancellationToken),
        };
    }

    private static async Task<OutOfAccess> OutAsync(
        FleetDbContext db, IQueryable<ThingRecord> enabled, DateTimeOffset now, CancellationToken cancellationToken) => new(
        await WithoutCredential(enabled).CountAsync(cancellationToken),
        await Expired(enabled, now).CountAsync(cancellationToken),
        await UsableCertificates.StrandedAsync(db, enabled, now, cancellationToken) is { } stranded
            ? await stranded.CountAsync(cancellationToken) : 0,
        await OnHold(enabled, now).CountAsync(cancellationToken));

    /// <summary>Returns the Things that match a query, without the retired ones.</summary>
    internal IQueryable<ThingRecord> Filter(FleetDbContext db, ThingQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        var now = registry.Time.GetUtcNow();
        var things = db.Things().Where(thing => thing.RetiredAt == null);
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
            // Read the members with the index of groups. A subquery with EXISTS would run for every Thing.
            var members = db.Set<ThingGroupRecord>().Where(x => x.Name == group).Select(x => x.ThingKey);
            things = things.Where(thing => members.Contains(thing.Key));
        }

        if (query.Connected is { } connected)
        {
            things = things.Where(thing => thing.Connected == connected);
        }

        if (query.AuthorityId is { } authorityId)
        {
            // If the authority does not exist, its key is 0 and no Thing matches.
            things = DependentThings.Of(db, things, AuthorityFamily.Keys(db,
                db.Set<AuthorityRecord>().Where(x => x.Id == authorityId).Select(x => x.Key).SingleOrDefault()), now);
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
            things = things.Where(thing => thing.CredentialStatus == CertificateStatus.Active
                && thing.CredentialNotAfter >= now && thing.CredentialNotAfter < end);
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
            CredentialFilter.Active =>
                things.Where(thing => thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now),
            CredentialFilter.Expiring => things.Where(thing => thing.CredentialStatus == CertificateStatus.Active
                && thing.CredentialNotAfter >= now && thing.CredentialNotAfter < soon),
            CredentialFilter.Expired => Expired(things, now),
            CredentialFilter.Pending => things.Where(thing => thing.CredentialStatus == CertificateStatus.PendingActivation),
            CredentialFilter.Hold => OnHold(things, now),
            CredentialFilter.Revoked => things.Where(thing => thing.CredentialStatus == CertificateStatus.Revoked),
            CredentialFilter.None => WithoutCredential(things),
            _ => things,
        };
    }

    /// <summary>Things that have no certificate, or only revoked ones.</summary>
    private static IQueryable<ThingRecord> WithoutCredential(IQueryable<ThingRecord> things) =>
        things.Where(thing => thing.CredentialStatus == null || thing.CredentialStatus == CertificateStatus.Revoked);

    private static IQueryable<ThingRecord> Expired(IQueryable<ThingRecord> things, DateTimeOffset now) =>
        things.Where(thing => thing.CredentialNotAfter < now && thing.CredentialStatus != CertificateStatus.Revoked);

    private static IQueryable<ThingRecord> OnHold(IQueryable<ThingRecord> things, DateTimeOffset now) =>
        things.Where(thing => thing.CredentialStatus == CertificateStatus.Inactive && thing.CredentialNotAfter >= now);

    private static IQueryable<ThingRecord> WithAccess(FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now)
    {
        var active = things.Where(thing => thing.Enabled
            && thing.CredentialStatus == CertificateStatus.Active && thing.CredentialNotAfter >= now);
        return UsableCertificates.EndedAuthorities(db, now).Any()
            ? active.Where(thing => UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key)) : active;
    }

    private static IQueryable<ThingRecord> WithoutAccess(
        FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now) => UsableCertificates.EndedAuthorities(db, now).Any()
        ? things.Where(thing => !(thing.CredentialStatus == CertificateStatus.Inactive && thing.CredentialNotAfter >= now)
            && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key))
        : things.Where(thing => thing.CredentialStatus == null || thing.CredentialStatus == CertificateStatus.Revoked
            || (thing.CredentialNotAfter < now && thing.CredentialStatus != CertificateStatus.Revoked));

    /// <summary>
    /// Adds to the rows of a page what the table Things does not hold: the groups, and whether their authorities are still trusted.
    /// </summary>
    private async Task<IReadOnlyList<ThingRow>> CompleteAsync(FleetDbContext db, List<ThingRow> rows, CancellationToken cancellationToken)
    {
        var keys = rows.Select(row => row.Key).ToList();
        var groups = (await db.Set<ThingGroupRecord>().Where(x => keys.Contains(x.ThingKey))
            .Select(x => new { x.ThingKey, x.Name }).ToListAsync(cancellationToken)).ToLookup(x => x.ThingKey, x => x.Name);
        var marked = await MarkEndedAsync(db, rows, cancellationToken);
        return [.. marked.Select(row => groups.Contains(row.Key)
            ? row with { Groups = [.. groups[row.Key].Order(StringComparer.Ordinal)] } : row)];
    }

    /// <summary>Marks the rows whose active certificates all belong to authorities that are not trusted any more.</summary>
    private async Task<IReadOnlyList<ThingRow>> MarkEndedAsync(FleetDbContext db, List<ThingRow> rows, CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        if (!await UsableCertificates.EndedAuthorities(db, now).AnyAsync(cancellationToken))
        {
            return rows;
        }

        var active = rows.Where(row => row.Credential == CertificateStatus.Active && row.CredentialNotAfter > now)
            .Select(row => row.Key).ToHashSet();
        var usable = await UsableCertificates.Of(db.Set<CertificateRecord>().Where(x => active.Contains(x.ThingKey)), now)
            .Select(x => x.ThingKey).ToListAsync(cancellationToken);
        active.ExceptWith(usable);
        return [.. rows.Select(row => active.Contains(row.Key) ? row with { AuthorityEnded = true } : row)];
    }

    /// <summary>Sorts the whole list in its order, or backwards.</summary>
    private static IQueryable<ThingRecord> Order(
        IQueryable<ThingRecord> things, ThingOrder order, bool backwards) => (order.By, order.Descending, backwards) switch
    {
        (ThingSort.Expires, false, false) => things.OrderBy(x => x.CredentialNotAfter == null)
            .ThenBy(x => x.CredentialNotAfter).ThenBy(x => x.Name),
        (ThingSort.Expires, false, true) => things.OrderByDescending(x => x.CredentialNotAfter == null)
            .ThenByDescending(x => x.CredentialNotAfter).ThenByDescending(x => x.Name),
        (ThingSort.Expires, true, false) => things.OrderByDescending(x => x.CredentialNotAfter).ThenByDescending(x => x.Name),
        (ThingSort.Expires, true, true) => things.OrderBy(x => x.CredentialNotAfter).ThenBy(x => x.Name),
        (ThingSort.LastSeen, false, false) => things.OrderByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name),
        (ThingSort.LastSeen, false, true) => things.OrderBy(x => x.LastSeenAt).ThenBy(x => x.Name),
        (ThingSort.LastSeen, true, false) => things.OrderBy(x => x.LastSeenAt == null).ThenBy(x => x.LastSeenAt).ThenBy(x => x.Name),
        (ThingSort.LastSeen, true, true) => things.OrderByDescending(x => x.LastSeenAt == null)
            .ThenByDescending(x => x.LastSeenAt).ThenByDescending(x => x.Name),
        (ThingSort.Type, var descending, var reverse) when descending == reverse => things.OrderBy(x => x.Type).ThenBy(x => x.Name),
        (ThingSort.Type, _, _) => things.OrderByDescending(x => x.Type).ThenByDescending(x => x.Name),
        (_, var descending, var reverse) when descending == reverse => things.OrderBy(x => x.Name),
        _ => things.OrderByDescending(x => x.Name),
    };

    private static readonly System.Linq.Expressions.Expression<Func<ThingRecord, ThingRow>> ToRow = thing =>
        new ThingRow(thing.Key,
            thing.Name, thing.Type, thing.Enabled, thing.CredentialStatus, thing.CredentialNotAfter, thing.Connected, thing.LastSeenAt);
}
