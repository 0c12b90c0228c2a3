using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What would end with some certificates, or with an authority.</summary>
/// <param name="Certificates">What would change: those that are not revoked so far, and with keyCompromise those of the same keys; of an authority, those that are active.</param>
/// <param name="Things">Whose they are.</param>
/// <param name="Sessions">Live sessions that use them.</param>
/// <param name="Topics">Topics on which the affected Things have published since the start: those with such a session, and those that no other certificate lets in.</param>
/// <param name="Subscribers">Clients that listen to these topics and would hear nothing more.</param>
/// <param name="SubscriberExamples">The first of them, by name.</param>
/// <param name="WithoutCredential">Things that can connect now, and cannot afterwards.</param>
/// <param name="WithoutCredentialExamples">The first of them, by name.</param>
/// <param name="TopicsOfSessions">Kept for callers of the API: how many of the sessions are among those whose topics were looked at.</param>
/// <param name="TopicsOfThings">Of how many Things the topics were looked at: all that are affected, or the first thousand.</param>
/// <param name="AlreadyOut">Things that nothing lets in already now.</param>
/// <param name="LeftWithNone">Of those, the Things that have no certificate left afterwards that could be released or used.</param>
/// <param name="LeftWithNoneExamples">The first of them, by name.</param>
public sealed record BlastRadius(
    int Certificates, int Things, int Sessions, int Topics, int Subscribers, IReadOnlyList<string> SubscriberExamples, int WithoutCredential, IReadOnlyList<string> WithoutCredentialExamples, int TopicsOfSessions,
    int TopicsOfThings = 0, int AlreadyOut = 0, int LeftWithNone = 0, IReadOnlyList<string>? LeftWithNoneExamples = null);

/// <summary>Looks at what would end, before anything does.</summary>
public sealed class BlastRadiusQuery(Registry registry, LiveConnections connections, TopicActivity activity, TopicFilterTrie subscriptions)
{
    private const int MaxExamples = 5;
    private const int MaxThings = 1000;

    /// <summary>Of some certificates.</summary>
    /// <param name="reason">Why they would be revoked: keyCompromise ends every certificate of their keys, and those are counted as well.</param>
    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>query-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfAsync(CertificateSelection selection, Actor actor, CancellationToken cancellationToken, RevocationReason? reason = null)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        selection.Check();
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var rows = selection.Rows(db, now, reason);
        return await CountAsync(db, rows, WithoutOther(db, rows, now), true, cancellationToken);
    }

    /// <summary>Of containing a Thing: its active certificates.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public Task<BlastRadius> OfThingAsync(string name, Actor actor, CancellationToken cancellationToken) => OfThingAsync(name, onlyActive: true, actor, cancellationToken);

    /// <summary>Of retiring a Thing: all its certificates that are not revoked.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public Task<BlastRadius> OfRetiringAsync(string name, Actor actor, CancellationToken cancellationToken) => OfThingAsync(name, onlyActive: false, actor, cancellationToken);

    private async Task<BlastRadius> OfThingAsync(string name, bool onlyActive, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var thing = await db.Set<ThingRecord>().Where(x => x.Name == name && x.RetiredAt == null).Select(x => new { x.Key }).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
        var rows = db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key && (x.Status == CertificateStatus.Active || (!onlyActive && x.Status != CertificateStatus.Revoked)));
        return await CountAsync(db, rows, WithoutOther(db, rows, registry.Time.GetUtcNow()), true, cancellationToken);
    }

    /// <summary>Of an authority with everything that it signed, also through intermediates.</summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfAuthorityAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var authority = await db.Set<AuthorityRecord>().Where(x => x.Id == id).Select(x => new { x.Key }).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);

        // Whether it counts itself at the moment or not: what hangs on a disabled one is asked when it is retired.
        var family = await AuthorityFamily.KeysAsync(db, authority.Key, cancellationToken);
        var rows = FamilyCertificates.Of(db.Set<CertificateRecord>(), family).Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now);
        return await CountAsync(db, rows, DependentThings.Of(db, family, now), false, cancellationToken);
    }

    /// <param name="alone">Things that lose access.</param>
    /// <param name="withKept">Whether Things that are out already are looked at too; for an authority with a million of them that would take seconds.</param>
    private async Task<BlastRadius> CountAsync(FleetDbContext db, IQueryable<CertificateRecord> rows, IQueryable<ThingRecord> alone, bool withKept, CancellationToken cancellationToken)
    {
        var live = await LiveAsync(rows, cancellationToken);
        var kept = withKept ? KeptOut(db, rows) : null;
        var none = kept is null ? null : NoneLeft(db, kept, rows);
        var affected = live.Select(connection => connection.ThingName!).Distinct(StringComparer.Ordinal).Take(MaxThings).ToHashSet(StringComparer.Ordinal);
        foreach (var things in kept is null ? [alone] : new[] { alone, kept })
        {
            affected.UnionWith(await things.OrderBy(x => x.Name).Select(x => x.Name).Take(MaxThings - affected.Count).ToListAsync(cancellationToken));
        }

        var (topics, subscribers) = Audience(affected, live);
        return new BlastRadius(
            await rows.CountAsync(cancellationToken),
            await rows.Select(x => x.ThingKey).Distinct().CountAsync(cancellationToken),
            live.Count,
            topics,
            subscribers.Count,
            [.. subscribers.Order(StringComparer.Ordinal).Take(MaxExamples)],
            await alone.CountAsync(cancellationToken),
            await alone.OrderBy(x => x.Name).Select(x => x.Name).Take(MaxExamples).ToListAsync(cancellationToken),
            Math.Min(live.Count, MaxThings),
            affected.Count,
            kept is null ? 0 : await kept.CountAsync(cancellationToken),
            none is null ? 0 : await none.CountAsync(cancellationToken),
            none is null ? [] : await none.OrderBy(x => x.Name).Select(x => x.Name).Take(MaxExamples).ToListAsync(cancellationToken));
    }

    /// <summary>Their Things that nothing lets in already now.</summary>
    private IQueryable<ThingRecord> KeptOut(FleetDbContext db, IQueryable<CertificateRecord> rows)
    {
        var now = registry.Time.GetUtcNow();
        var holders = rows.Select(x => x.ThingKey);
        return db.Set<ThingRecord>().Where(thing => holders.Contains(thing.Key) && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key));
    }

    /// <summary>Of some Things those that have no other certificate which could be released or used.</summary>
    private IQueryable<ThingRecord> NoneLeft(FleetDbContext db, IQueryable<ThingRecord> things, IQueryable<CertificateRecord> rows)
    {
        var now = registry.Time.GetUtcNow();
        var chosen = rows.Select(x => x.Key);
        return things.Where(thing => !db.Set<CertificateRecord>().Any(x => x.ThingKey == thing.Key && x.Status != CertificateStatus.Revoked && x.NotAfter > now && !chosen.Contains(x.Key)));
    }

    /// <summary>Things that one of these certificates lets in now, and none but these.</summary>
    internal static IQueryable<ThingRecord> WithoutOther(FleetDbContext db, IQueryable<CertificateRecord> rows, DateTimeOffset now)
    {
        var holders = UsableCertificates.Of(rows, now).Select(x => x.ThingKey);
        var chosen = rows.Select(x => x.Key);
        return db.Set<ThingRecord>().Where(thing => holders.Contains(thing.Key) && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key && !chosen.Contains(x.Key)));
    }

    private async Task<List<LiveConnection>> LiveAsync(IQueryable<CertificateRecord> rows, CancellationToken cancellationToken)
    {
        var open = connections.Open.Where(connection => connection.CertificateId is not null).ToLookup(connection => connection.CertificateId!.Value);
        var hit = await LiveCertificates.AmongAsync(open.Select(group => group.Key), rows, cancellationToken);
        return [.. hit.SelectMany(id => open[id])];
    }

    private (int Topics, HashSet<string> Subscribers) Audience(IEnumerable<string> things, List<LiveConnection> live)
    {
        var count = 0;
        var subscribers = new HashSet<string>(StringComparer.Ordinal);
        var clients = live.ToLookup(connection => connection.ThingName!, connection => connection.ClientId, StringComparer.Ordinal);
        foreach (var thing in things)
        {
            foreach (var topic in activity.Of(thing).Where(topic => topic.Messages > 0))
            {
                count++;
                if (TopicName.TryParse(topic.Topic, out var name))
                {
                    subscriptions.CollectMatches(name, subscribers);
                }
            }

            // That a Thing listens to itself concerns nobody else.
            subscribers.ExceptWith(clients[thing]);
        }

        return (count, subscribers);
    }
}
