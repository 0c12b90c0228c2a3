using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;
using FleetPortal.Pki;
using FleetPortal.Pki.Revocation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation;

/// <summary>
/// Publishes the parts of CRLs: at once when something on them changes, and well before nextUpdate. A CRL is stored before it
/// is served, so its number never falls. Requests for the same part wait for one another and are served by one signature.
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
        var row = await db.CrlShards.Where(x => x.Shard == shard && db.Authorities.Any(authority => authority.Key == x.AuthorityKey && authority.Id == authorityId))
            .Select(x => new { x.AuthorityKey, x.Der }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : row.Der ?? await PublishAsync(new CrlShardKey(row.AuthorityKey, shard), cancellationToken);
    }

    /// <summary>Publishes everything that changed or is due: after a crash, and every now and then.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var due = registry.Time.GetUtcNow() + RenewBefore;
        List<CrlShardKey> keys;
        await using (var db = registry.Read())
        {
            keys = await db.CrlShards.Where(x => x.Revision > x.PublishedRevision || x.NextUpdate < due).Select(x => new CrlShardKey(x.AuthorityKey, x.Shard)).ToListAsync(cancellationToken);
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
        var shard = await db.CrlShards.SingleAsync(x => x.AuthorityKey == key.AuthorityKey && x.Shard == key.Shard, cancellationToken);
        var now = DateTimeOffset.FromUnixTimeSeconds(registry.Time.GetUtcNow().ToUnixTimeSeconds());
        if (shard.Der is { } current && shard.PublishedRevision >= shard.Revision && shard.NextUpdate >= now + RenewBefore)
        {
            return current;
        }

        // Also where the clock was set back: a later CRL is never older by its own word than the one before.
        now = shard.ThisUpdate > now ? shard.ThisUpdate.Value : now;
        var authority = vault.FindOwn(key.AuthorityKey) ?? throw new InvalidOperationException($"The key of authority {key.AuthorityKey} is not here.");
        var content = new CrlContent
        {
            Number = shard.Number + 1,
            ThisUpdate = now,
            NextUpdate = now + Validity,
            Entries = CrlEntries.Of(db, key.AuthorityKey, key.Shard, now),
            DistributionPoint = address.OfCrl(authority.Id, key.Shard),
        };
        var der = CrlIssuer.Issue(authority.Signer, content);
        await registry.WriteAsync(
            scope => scope.Statements.Execute(
                "UPDATE CrlShards SET Number = $1, PublishedRevision = $2, ThisUpdate = $3, NextUpdate = $4, Der = $5 WHERE AuthorityKey = $6 AND Shard = $7",
                content.Number, shard.Revision, content.ThisUpdate, content.NextUpdate, der, key.AuthorityKey, key.Shard),
            CancellationToken.None);
        return der;
    }
}
