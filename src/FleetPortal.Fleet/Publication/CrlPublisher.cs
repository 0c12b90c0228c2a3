using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Publication;

/// <summary>
/// Publishes the parts of CRLs: as soon as a part changes, and well before nextUpdate. A CRL is stored before it is served, so its number
/// never falls. A CRL that is not valid now, because the clock was wrong when it was made, is replaced before it is served. Simultaneous
/// requests for one part share one signature.
/// </summary>
public sealed partial class CrlPublisher(Registry registry, AuthorityVault vault, AuthorityAddress address, ILogger<CrlPublisher> logger)
{
    /// <summary>The validity of a CRL.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(24);

    // Replace a CRL when half of its validity is left, so that no client has an expired one.
    private static readonly TimeSpan RenewBefore = Validity / 2;

    // A fixed number of locks. Parts that share a lock wait for each other.
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>
    /// Returns the published CRL of a part in DER, or null if there is no such part. Publishes a new one first if it is not valid now.
    /// </summary>
    public async Task<byte[]?> FindAsync(string authorityId, int shard, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var row = await db.Set<CrlShardRecord>().Where(x => x.Shard == shard
            && db.Set<AuthorityRecord>().Any(authority => authority.Key == x.AuthorityKey && authority.Id == authorityId))
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
            // The key does not sign, or the disk is full. Serve the old CRL: it states its own times, and the health check reports it.
            LogNotReplaced(e, shard, authorityId);
            return row.Der;
        }
    }

    /// <summary>
    /// Publishes every part that has changed or is due. The upkeep calls it every minute, which also covers changes before a crash.
    /// </summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        var due = now + RenewBefore;
        List<CrlShardKey> keys;
        await using (var db = registry.Read())
        {
            keys = await db.Set<CrlShardRecord>().Where(x => x.Revision > x.PublishedRevision || x.NextUpdate < due || x.ThisUpdate > now)
                .Select(x => new CrlShardKey(x.AuthorityKey, x.Shard)).ToListAsync(cancellationToken);
        }

        // Continue after an error: a key that does not sign or a row that cannot be written must not delay the other parts.
        foreach (var key in keys)
        {
            try
            {
                await PublishAsync(key, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotPublished(e, key.Shard, key.AuthorityKey);
            }
        }
    }

    /// <summary>Publishes a part, unless the published CRL is current. Returns the CRL in DER.</summary>
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
        // Read the revision before the entries. A later change may be on this CRL already, and is certainly on the next one.
        await using var db = registry.Read();
        var shard = await db.Set<CrlShardRecord>()
            .SingleAsync(x => x.AuthorityKey == key.AuthorityKey && x.Shard == key.Shard, cancellationToken);
        var now = registry.Time.GetUtcNow();
        if (shard.Der is { } current
            && shard.PublishedRevision >= shard.Revision && shard.ThisUpdate <= now && shard.NextUpdate >= now + RenewBefore)
        {
            return current;
        }

        // If the clock was set back, thisUpdate goes back too, because it is the date of issue (RFC 5280 §5.1.2.4). The number still rises.
        var (thisUpdate, nextUpdate) = CrlTimes.Of(now, Validity);
        var authority = vault.FindOwn(key.AuthorityKey)
            ?? throw new InvalidOperationException($"The portal does not hold the key of authority {key.AuthorityKey}.");
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
                "UPDATE CrlShards SET Number = $1, PublishedRevision = $2, ThisUpdate = $3, NextUpdate = $4, AheadUntil = $5, "
                    + "Der = $6 WHERE AuthorityKey = $7 AND Shard = $8",
                content.Number, shard.Revision,
                content.ThisUpdate, content.NextUpdate, CrlTimes.AheadUntil(shard.ThisUpdate, shard.NextUpdate, shard.AheadUntil, now), der,
                key.AuthorityKey, key.Shard),
            CancellationToken.None);
        return der;
    }

    [LoggerMessage(
        2301, LogLevel.Error,
        "CRL part {Part} of authority {Authority} is not valid now and could not be replaced. The portal serves the old CRL.")]
    private partial void LogNotReplaced(Exception exception, int part, string authority);

    [LoggerMessage(2302, LogLevel.Error, "CRL part {Part} of authority {Authority} could not be published; the next upkeep retries.")]
    private partial void LogNotPublished(Exception exception, int part, long authority);
}
