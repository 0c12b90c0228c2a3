using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Health;

/// <summary>The problems of the portal itself that do not stop it.</summary>
/// <param name="CrlPartsWaiting">The number of CRL parts that are older than the registry because they could not be signed or written. The
/// upkeep tries again every minute.</param>
/// <param name="CrlPartsOver">The number of CRL parts whose nextUpdate has passed. Clients that check them refuse all certificates of these
/// parts.</param>
/// <param name="ClockBehind">How far the clock is behind the newest stored times; zero if it is not.</param>
public sealed record PortalState(int CrlPartsWaiting, int CrlPartsOver, TimeSpan ClockBehind)
{
    /// <summary>The maximum number of names in each list.</summary>
    public const int MaxNames = 5;

    /// <summary>The names of published CRLs that are not valid now; at most <see cref="MaxNames"/>.</summary>
    public IReadOnlyList<string> CrlsNotValid { get; init; } = [];

    /// <summary>
    /// CRLs that were published while the clock was ahead and have been replaced, with the nextUpdate of the wrong one; at most
    /// <see cref="MaxNames"/>. Until that time, a client may keep the wrong CRL and miss newer revocations.
    /// </summary>
    public IReadOnlyList<(string Name, DateTimeOffset Until)> CrlsAhead { get; init; } = [];

    /// <summary>
    /// The number of CRLs of external authorities whose nextUpdate has passed. The portal does not know newer revocations of these
    /// authorities.
    /// </summary>
    public int ExternalCrlsOverdue { get; init; }

    /// <summary>Whether there is no problem.</summary>
    public bool IsSound => this is { CrlPartsWaiting: 0,
        CrlPartsOver: 0, CrlsNotValid.Count: 0, CrlsAhead.Count: 0, ExternalCrlsOverdue: 0 } && ClockBehind == TimeSpan.Zero;
}

/// <summary>Finds problems of the portal itself. Needs no right, because the result names nothing of the fleet.</summary>
public sealed class SelfCheck(Registry registry)
{
    // Time synchronization corrects clocks by seconds all the time.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    // The number of newest audit entries to compare with the clock. With fewer, entries written after the clock was set back would hide the
    // problem. With all, one entry with a wrong year would report it for ever.
    private const int Remembered = 5000;

    /// <summary>Returns the current state.</summary>
    public async Task<PortalState> AskAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();

        // A part that was never requested and has no revocation does not count as waiting.
        var waiting = await db.Set<CrlShardRecord>()
            .CountAsync(x => x.Revision > x.PublishedRevision && (x.Der != null || x.Revision > 1), cancellationToken);
        var over = await db.Set<CrlShardRecord>().CountAsync(x => x.Der != null && x.NextUpdate < now, cancellationToken);
        var newest = await db.Set<AuditRecord>()
            .OrderByDescending(x => x.Sequence).Take(Remembered).Select(x => (DateTimeOffset?)x.At).MaxAsync(cancellationToken);
        return new PortalState(waiting, over, newest > now + Tolerance ? newest.Value - now : TimeSpan.Zero)
        {
            CrlsNotValid = await NotValidAsync(db, now, cancellationToken),
            CrlsAhead = await AheadAsync(db, now, cancellationToken),
            ExternalCrlsOverdue = await db.Set<ExternalCrlRecord>()
                .CountAsync(x => x.NextUpdate < now && x.Authority!.Status == AuthorityStatus.Active, cancellationToken),
        };
    }

    private static async Task<IReadOnlyList<string>> NotValidAsync(
        FleetDbContext db, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<CrlShardRecord>()
            .Where(x => x.Der != null && (x.ThisUpdate > now || x.NextUpdate < now)).OrderBy(x => x.AuthorityKey).ThenBy(x => x.Shard)
            .Join(db.Set<AuthorityRecord>(),
                part => part.AuthorityKey, authority => authority.Key, (part, authority) => authority.Id + "-" + part.Shard + ".crl")
            .Take(PortalState.MaxNames).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<(string Name, DateTimeOffset Until)>> AheadAsync(
        FleetDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = await db.Set<CrlShardRecord>().Where(x => x.AheadUntil > now).OrderBy(x => x.AuthorityKey).ThenBy(x => x.Shard)
            .Join(db.Set<AuthorityRecord>(), part => part.AuthorityKey, authority => authority.Key,
                (part, authority) => new { Name = authority.Id + "-" + part.Shard + ".crl", Until = part.AheadUntil!.Value })
            .Take(PortalState.MaxNames).ToListAsync(cancellationToken);
        var complete = await db.Set<CompleteCrlRecord>().Where(x => x.AheadUntil > now).OrderBy(x => x.AuthorityKey)
            .Join(db.Set<AuthorityRecord>(), crl => crl.AuthorityKey,
                authority => authority.Key, (crl, authority) => new { Name = authority.Id + ".crl", Until = crl.AheadUntil!.Value })
            .Take(PortalState.MaxNames).ToListAsync(cancellationToken);
        return [.. parts.Concat(complete).Take(PortalState.MaxNames).Select(x => (x.Name, x.Until))];
    }
}
