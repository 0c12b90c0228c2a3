using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Publication;

/// <summary>
/// Publishes the parts of CRLs: at once when something on them changes, and well before nextUpdate. A CRL is stored before it
/// is served, so its number never falls. One that is not valid now, because the clock was wrong when it was made, is replaced before it
/// is served. Requests for the same part wait for one another and are served by one signature.
/// </summary>
public sealed class CrlPublisher(Registry registry, AuthorityVault vault, AuthorityAddress address, ILogger<CrlPublisher> logger)
{
    /// <summary>How long a CRL may be used.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    // A CRL is replaced when half of its time is left, so that nobody ever holds one that has just run out.
    private static readonly TimeSpan RenewBefore = Validity / 2;

    // Bounded by its length; parts that share a stripe wait for one another.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>DER of a part as it is published, or null where there is none.</summary>
    public async Task<byte[]?> FindAsync(string authorityId, int shard, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var row = await db.Set<CrlShardRecord>().Where(x => x.Shard == shard && db.Set<AuthorityRecord>().Any(authority => authority.Key == x.AuthorityKey && authority.Id == authorityId))
            .Select(x => new { x.AuthorityKey, x.Der, x.ThisUpdate, x.NextUpdate }).SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            return null;
        }

        if (row.Der is { } current && CrlTimes.IsValid(row.ThisUpdate, row.NextUpdate, registry.Time.GetUtcNow()))
        {
            return current;
        }

        try
        {
            return await PublishAsync(new CrlShardKey(row.AuthorityKey, shard), cancellationToken);
        }
        catch (Exception e) when (row.Der is not null && e is not OperationCanceledException)
        {
            // The key does not answer, or the disk is full. What there is names its times itself, and health names it.
            logger.LogError(e, "Part {Shard} of the CRL of authority {Authority} is not valid now and could not be replaced", shard, authorityId);
            return row.Der;
        }
    }

    /// <summary>Publishes everything that changed or is due: after a crash, and every now and then.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        var due = now + RenewBefore;
        List<CrlShardKey> keys;
        await using (var db = registry.Read())
        {
            keys = await db.Set<CrlShardRecord>().Where(x => x.Revision > x.PublishedRevision || x.NextUpdate < due || x.ThisUpdate > now).Select(x => new CrlShardKey(x.AuthorityKey, x.Shard)).ToListAsync(cancellationToken);
        }

        // What fails for one, a key that does not answer or a row that cannot be written, keeps nobody else's waiting.
        foreach (var key in keys)
        {
            try
            {
                await PublishAsync(key, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Part {Shard} of the CRL of authority {Authority} was not published", key.Shard, key.AuthorityKey);
            }
        }
    }

    /// <summary>Publishes a part unless what is published is current; answers its DER.</summary>
    internal async Task<byte[]> PublishAsync(CrlShardKey key, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)key.GetHashCode() % _stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        try
        {
            return await PublishAloneAsync(key, cancellationToken);
        }
        finally
        {
            stripe.Release();
        }
    }

    private async Task<byte[]> PublishAloneAsync(CrlShardKey key, CancellationToken cancellationToken)
    {
        // The revision first: what changes after it is read may be on this CRL already, but never is missing from the next.
        await using var db = registry.Read();
        var shard = await db.Set<CrlShardRecord>().SingleAsync(x => x.AuthorityKey == key.AuthorityKey && x.Shard == key.Shard, cancellationToken);
        var now = registry.Time.GetUtcNow();
        if (shard.Der is { } current && shard.PublishedRevision >= shard.Revision && shard.ThisUpdate <= now && shard.NextUpdate >= now + RenewBefore)
        {
            return current;
        }

        // Where the clock was set back thisUpdate goes back with it (RFC 5280 §5.1.2.4: the date of issue); the number rises.
        var (thisUpdate, nextUpdate) = CrlTimes.Of(now, Validity);
        var authority = vault.FindOwn(key.AuthorityKey) ?? throw new InvalidOperationException($"The key of authority {key.AuthorityKey} is not here.");
        var content = new CrlContent
        {
            Number = CrlTimes.NextNumber(shard.Number, now),
            ThisUpdate = thisUpdate,
            NextUpdate = nextUpdate,
            Entries = CrlEntries.Of(db, key.AuthorityKey, key.Shard, thisUpdate),
            DistributionPoint = address.OfCrl(authority.Id, key.Shard),
        };
        var der = CrlIssuer.Issue(authority.Signer, content);
        await registry.WriteAsync(
            scope => scope.Statements.Execute(
                "UPDATE CrlShards SET Number = $1, PublishedRevision = $2, ThisUpdate = $3, NextUpdate = $4, AheadUntil = $5, Der = $6 WHERE AuthorityKey = $7 AND Shard = $8",
                content.Number, shard.Revision, content.ThisUpdate, content.NextUpdate, CrlTimes.AheadUntil(shard.ThisUpdate, shard.NextUpdate, shard.AheadUntil, now), der,
                key.AuthorityKey, key.Shard),
            CancellationToken.None);
        return der;
    }
}
