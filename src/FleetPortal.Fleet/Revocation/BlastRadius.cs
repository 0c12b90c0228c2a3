using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The impact of revoking certificates or ending an authority.</summary>
/// <param name="Certificates">The number of certificates that would change: the selected ones that are not revoked; with keyCompromise also
/// those of the same keys; for an authority, its active ones.</param>
/// <param name="Things">The number of Things of these certificates.</param>
/// <param name="Sessions">The number of sessions that use them.</param>
/// <param name="Topics">The number of topics on which the affected Things have published since the portal started. A Thing is affected if
/// it has such a session, or if no other certificate lets it connect.</param>
/// <param name="Subscribers">The number of clients that subscribe to these topics.</param>
/// <param name="SubscriberExamples">The first of these clients, in the order of their names.</param>
/// <param name="WithoutCredential">The number of Things that can connect now and could not connect afterwards.</param>
/// <param name="WithoutCredentialExamples">The first of these Things, in the order of their names.</param>
/// <param name="TopicsOfSessions">The number of sessions, at most 1,000. Kept for existing clients of the API.</param>
/// <param name="TopicsOfThings">The number of Things whose topics were counted: all affected ones, but at most 1,000.</param>
/// <param name="AlreadyOut">The number of Things that cannot connect already now.</param>
/// <param name="LeftWithNone">The number of those Things that would have no certificate left that could be released or used.</param>
/// <param name="LeftWithNoneExamples">The first of these Things, in the order of their names.</param>
public sealed record BlastRadius(
    int Certificates, int Things, int Sessions, int Topics, int Subscribers,
    IReadOnlyList<string> SubscriberExamples, int WithoutCredential, IReadOnlyList<string> WithoutCredentialExamples, int TopicsOfSessions,
    int TopicsOfThings = 0, int AlreadyOut = 0, int LeftWithNone = 0, IReadOnlyList<string>? LeftWithNoneExamples = null);

/// <summary>Computes the impact of a revocation before it runs.</summary>
public sealed class BlastRadiusQuery(Registry registry, LiveConnections connections, TopicActivity activity, TopicFilterTrie subscriptions)
{
    private const int MaxExamples = 5;
    private const int MaxThings = 1000;

    /// <summary>The impact of revoking the selected certificates. Needs the right <see cref="Permission.Read"/>.</summary>
    /// <param name="selection">The certificates.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <param name="reason">The reason of the revocation. With keyCompromise, the other certificates of the same keys are counted
    /// too.</param>
    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>query-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfAsync(
        CertificateSelection selection, Actor actor, CancellationToken cancellationToken, RevocationReason? reason = null)
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

    /// <summary>
    /// The impact of containing a Thing, which affects its active certificates. Needs the right <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public Task<BlastRadius> OfThingAsync(
        string name, Actor actor, CancellationToken cancellationToken) => OfThingAsync(name, onlyActive: true, actor, cancellationToken);

    /// <summary>
    /// The impact of retiring a Thing, which affects all of its certificates that are not revoked. Needs the right
    /// <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public Task<BlastRadius> OfRetiringAsync(
        string name, Actor actor, CancellationToken cancellationToken) => OfThingAsync(name, onlyActive: false, actor, cancellationToken);

    private async Task<BlastRadius> OfThingAsync(string name, bool onlyActive, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var thing = await db.Set<ThingRecord>().Where(x => x.Name == name && x.RetiredAt == null)
            .Select(x => new { x.Key }).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
        var rows = db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key
            && (x.Status == CertificateStatus.Active || (!onlyActive && x.Status != CertificateStatus.Revoked)));
        return await CountAsync(db, rows, WithoutOther(db, rows, registry.Time.GetUtcNow()), true, cancellationToken);
    }

    /// <summary>
    /// The impact of disabling or retiring an authority, including certificates of its intermediates. Needs the right
    /// <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfAuthorityAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var authority = await db.Set<AuthorityRecord>().Where(x => x.Id == id)
            .Select(x => new { x.Key }).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(AuthorityErrors.NotFound, id);

        // Ignore the status of the authority itself: an operator asks again before a disabled authority is retired.
        var family = await AuthorityFamily.KeysAsync(db, authority.Key, cancellationToken);
        var rows = FamilyCertificates.Of(db.Set<CertificateRecord>(), family)
            .Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now);
        return await CountAsync(db, rows, DependentThings.Of(db, family, now), false, cancellationToken);
    }

    /// <param name="alone">The Things that lose access.</param>
    /// <param name="withKept">Whether to count Things that cannot connect already now. For an authority with a million of them, the count
    /// would take seconds.</param>
    private async Task<BlastRadius> CountAsync(FleetDbContext db,
        IQueryable<CertificateRecord> rows, IQueryable<ThingRecord> alone, bool withKept, CancellationToken cancellationToken)
    {
        var live = await LiveAsync(rows, cancellationToken);
        var kept = withKept ? KeptOut(db, rows) : null;
        var none = kept is null ? null : NoneLeft(db, kept, rows);
        var affected = live.Select(connection => connection.PrincipalName!)
            .Distinct(StringComparer.Ordinal).Take(MaxThings).ToHashSet(StringComparer.Ordinal);
        foreach (var things in kept is null ? [alone] : new[] { alone, kept })
        {
            affected.UnionWith(await things.OrderBy(x => x.Name)
                .Select(x => x.Name).Take(MaxThings - affected.Count).ToListAsync(cancellationToken));
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

    /// <summary>Selects the Things of these certificates that cannot connect already now.</summary>
    private IQueryable<ThingRecord> KeptOut(FleetDbContext db, IQueryable<CertificateRecord> rows)
    {
        var now = registry.Time.GetUtcNow();
        var holders = rows.Select(x => x.ThingKey);
        return db.Set<ThingRecord>().Where(thing => holders.Contains(thing.Key)
            && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key));
    }

    /// <summary>Selects the given Things that have no other certificate that could be released or used.</summary>
    private IQueryable<ThingRecord> NoneLeft(FleetDbContext db, IQueryable<ThingRecord> things, IQueryable<CertificateRecord> rows)
    {
        var now = registry.Time.GetUtcNow();
        var chosen = rows.Select(x => x.Key);
        return things.Where(thing => !db.Set<CertificateRecord>()
            .Any(x => x.ThingKey == thing.Key && x.Status != CertificateStatus.Revoked && x.NotAfter > now && !chosen.Contains(x.Key)));
    }

    /// <summary>Selects the Things that can connect with one of these certificates now, and with no other.</summary>
    internal static IQueryable<ThingRecord> WithoutOther(FleetDbContext db, IQueryable<CertificateRecord> rows, DateTimeOffset now)
    {
        var holders = UsableCertificates.Of(rows, now).Select(x => x.ThingKey);
        var chosen = rows.Select(x => x.Key);
        return db.Set<ThingRecord>().Where(thing => holders.Contains(thing.Key)
            && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key && !chosen.Contains(x.Key)));
    }

    private async Task<List<LiveConnection>> LiveAsync(IQueryable<CertificateRecord> rows, CancellationToken cancellationToken)
    {
        var open = connections.Open.Where(connection => connection.CertificateId is not null)
            .ToLookup(connection => connection.CertificateId!.Value);
        var hit = await LiveCertificates.AmongAsync(open.Select(group => group.Key), rows, cancellationToken);
        return [.. hit.SelectMany(id => open[id])];
    }

    private (int Topics, HashSet<string> Subscribers) Audience(IEnumerable<string> things, List<LiveConnection> live)
    {
        var count = 0;
        var subscribers = new HashSet<string>(StringComparer.Ordinal);
        var clients = live.ToLookup(connection => connection.PrincipalName!, connection => connection.ClientId, StringComparer.Ordinal);
        foreach (var thing in things)
        {
            foreach (var topic in activity.Of(thing).Where(topic => topic.Messages > 0))
            {
                count++;
                if (TopicName.TryParse(topic.Topic, out var name))
                {
                    subscriptions.CollectClients(name, subscribers);
                }
            }

            // A Thing that subscribes to its own topics is not counted as a subscriber.
            subscribers.ExceptWith(clients[thing]);
        }

        return (count, subscribers);
    }
}
