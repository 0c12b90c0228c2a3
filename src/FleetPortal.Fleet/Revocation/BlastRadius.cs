using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What would end with some certificates, or with an authority.</summary>
/// <param name="Certificates">Not revoked so far; of an authority, those that are active.</param>
/// <param name="Things">Whose they are.</param>
/// <param name="Sessions">Live sessions that stand on them.</param>
/// <param name="Topics">Topics on which those sessions have published since the start.</param>
/// <param name="Subscribers">Clients that listen to these topics and would hear nothing more.</param>
/// <param name="SubscriberExamples">The first of them, by name.</param>
/// <param name="WithoutCredential">Things that nothing else lets in: they are out until they get another.</param>
/// <param name="WithoutCredentialExamples">The first of them, by name.</param>
/// <param name="TopicsOfSessions">Of how many sessions the topics were looked at: all, or the first thousand.</param>
public sealed record BlastRadius(
    int Certificates, int Things, int Sessions, int Topics, int Subscribers, IReadOnlyList<string> SubscriberExamples, int WithoutCredential, IReadOnlyList<string> WithoutCredentialExamples, int TopicsOfSessions);

/// <summary>Looks at what would end, before anything does.</summary>
public sealed class BlastRadiusQuery(Registry registry, LiveConnections connections, TopicActivity activity, TopicFilterTrie subscriptions)
{
    private const int MaxExamples = 5;
    private const int MaxSessions = 1000;

    /// <summary>Of some certificates.</summary>
    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>query-invalid</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfAsync(CertificateSelection selection, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        selection.Check();
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var rows = selection.Rows(db, now);
        return await CountAsync(rows, WithoutOther(db, rows, now), cancellationToken);
    }

    /// <summary>Of containing a Thing: everything that lets it in.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfThingAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var thing = await db.Things.Where(x => x.Name == name && x.RetiredAt == null).Select(x => new { x.Key }).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound("thing", name);
        var rows = db.Certificates.Where(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Active);
        return await CountAsync(rows, WithoutOther(db, rows, registry.Time.GetUtcNow()), cancellationToken);
    }

    /// <summary>Of an authority with everything that it signed.</summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<BlastRadius> OfAuthorityAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var authority = await db.Authorities.Where(x => x.Id == id).Select(x => new { x.Key }).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound("authority", id);

        // Whether it counts itself at the moment or not: what hangs on a disabled one is asked when it is retired.
        var rows = db.Certificates.Where(x => x.AuthorityKey == authority.Key && x.Status == CertificateStatus.Active && x.NotAfter > now);
        return await CountAsync(rows, Dependants.Of(db, authority.Key, now), cancellationToken);
    }

    private async Task<BlastRadius> CountAsync(IQueryable<CertificateRecord> rows, IQueryable<ThingRecord> alone, CancellationToken cancellationToken)
    {
        var live = await LiveAsync(rows, cancellationToken);
        var (topics, subscribers) = Audience(live.Take(MaxSessions));
        return new BlastRadius(
            await rows.CountAsync(cancellationToken),
            await rows.Select(x => x.ThingKey).Distinct().CountAsync(cancellationToken),
            live.Count,
            topics,
            subscribers.Count,
            [.. subscribers.Order(StringComparer.Ordinal).Take(MaxExamples)],
            await alone.CountAsync(cancellationToken),
            await alone.OrderBy(x => x.Name).Select(x => x.Name).Take(MaxExamples).ToListAsync(cancellationToken),
            Math.Min(live.Count, MaxSessions));
    }

    /// <summary>Things that one of these certificates lets in now, and none but these.</summary>
    internal static IQueryable<ThingRecord> WithoutOther(FleetDbContext db, IQueryable<CertificateRecord> rows, DateTimeOffset now)
    {
        var holders = UsableCertificates.Of(rows, now).Select(x => x.ThingKey);
        var chosen = rows.Select(x => x.Key);
        return db.Things.Where(thing => holders.Contains(thing.Key) && !UsableCertificates.Of(db.Certificates, now).Any(x => x.ThingKey == thing.Key && !chosen.Contains(x.Key)));
    }

    private async Task<List<LiveConnection>> LiveAsync(IQueryable<CertificateRecord> rows, CancellationToken cancellationToken)
    {
        var open = connections.Open.Where(connection => connection.CertificateId is not null).ToLookup(connection => connection.CertificateId!.Value);
        var hit = await LiveCertificates.AmongAsync(open.Select(group => group.Key), rows, cancellationToken);
        return [.. hit.SelectMany(id => open[id])];
    }

    private (int Topics, HashSet<string> Subscribers) Audience(IEnumerable<LiveConnection> live)
    {
        var count = 0;
        var subscribers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var connection in live)
        {
            foreach (var topic in activity.Of(connection.ThingName!))
            {
                count++;
                if (TopicName.TryParse(topic.Topic, out var name))
                {
                    subscriptions.CollectMatches(name, subscribers);
                }
            }

            subscribers.Remove(connection.ClientId);
        }

        return (count, subscribers);
    }
}
