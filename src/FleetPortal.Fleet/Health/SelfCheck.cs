using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Health;

/// <summary>What is wrong with the portal itself, although it goes on working.</summary>
/// <param name="CrlPartsWaiting">Parts of CRLs that say less than the registry: they could not be written or signed, and are tried again every minute.</param>
/// <param name="CrlPartsOver">Parts of CRLs whose nextUpdate has passed: who checks them refuses every certificate on them.</param>
/// <param name="ClockBehind">How far the clock is behind what the portal has already written down; zero where it is not.</param>
public sealed record PortalState(int CrlPartsWaiting, int CrlPartsOver, TimeSpan ClockBehind)
{
    /// <summary>Names that each list has at most.</summary>
    public const int MaxNames = 5;

    /// <summary>Published CRLs that are not valid now, by the name in their address; the first few.</summary>
    public IReadOnlyList<string> CrlsNotValid { get; init; } = [];

    /// <summary>
    /// CRLs that were published while the clock was ahead and have been replaced, with the nextUpdate until which a client may keep the
    /// wrong one and see no newer revocation; the first few.
    /// </summary>
    public IReadOnlyList<(string Name, DateTimeOffset Until)> CrlsAhead { get; init; } = [];

    /// <summary>CRLs of external authorities whose nextUpdate has passed: what their authorities revoke now is not known here.</summary>
    public int ExternalCrlsOverdue { get; init; }

    /// <summary>Nothing is.</summary>
    public bool IsSound => this is { CrlPartsWaiting: 0, CrlPartsOver: 0, CrlsNotValid.Count: 0, CrlsAhead.Count: 0, ExternalCrlsOverdue: 0 } && ClockBehind == TimeSpan.Zero;
}

/// <summary>Looks at the portal itself. Everybody may know: it names nothing of the fleet.</summary>
public sealed class SelfCheck(Registry registry)
{
    // Clocks are corrected by seconds all the time.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(2);

    // Entries of the audit log: what is written after the clock was set back must not hide it, and a wrong year must not be held up for ever.
    private const int Remembered = 5000;

    /// <summary>The state now.</summary>
    public async Task<PortalState> AskAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();

        // A part that nobody has asked for yet, and on which nothing was revoked, waits for nothing.
        var waiting = await db.Set<CrlShardRecord>().CountAsync(x => x.Revision > x.PublishedRevision && (x.Der != null || x.Revision > 1), cancellationToken);
        var over = await db.Set<CrlShardRecord>().CountAsync(x => x.Der != null && x.NextUpdate < now, cancellationToken);
        var newest = await db.Set<AuditRecord>().OrderByDescending(x => x.Sequence).Take(Remembered).Select(x => (DateTimeOffset?)x.At).MaxAsync(cancellationToken);
        return new PortalState(waiting, over, newest > now + Tolerance ? newest.Value - now : TimeSpan.Zero)
        {
            CrlsNotValid = await NotValidAsync(db, now, cancellationToken),
            CrlsAhead = await AheadAsync(db, now, cancellationToken),
            ExternalCrlsOverdue = await db.Set<ExternalCrlRecord>().CountAsync(x => x.NextUpdate < now && x.Authority!.Status == AuthorityStatus.Active, cancellationToken),
        };
    }

    private static async Task<IReadOnlyList<string>> NotValidAsync(FleetDbContext db, DateTimeOffset now, CancellationToken cancellationToken) =>
        await db.Set<CrlShardRecord>().Where(x => x.Der != null && (x.ThisUpdate > now || x.NextUpdate < now)).OrderBy(x => x.AuthorityKey).ThenBy(x => x.Shard)
            .Join(db.Set<AuthorityRecord>(), part => part.AuthorityKey, authority => authority.Key, (part, authority) => authority.Id + "-" + part.Shard + ".crl")
            .Take(PortalState.MaxNames).ToListAsync(cancellationToken);

    private static async Task<IReadOnlyList<(string Name, DateTimeOffset Until)>> AheadAsync(FleetDbContext db, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var parts = await db.Set<CrlShardRecord>().Where(x => x.AheadUntil > now).OrderBy(x => x.AuthorityKey).ThenBy(x => x.Shard)
            .Join(db.Set<AuthorityRecord>(), part => part.AuthorityKey, authority => authority.Key, (part, authority) => new { Name = authority.Id + "-" + part.Shard + ".crl", Until = part.AheadUntil!.Value })
            .Take(PortalState.MaxNames).ToListAsync(cancellationToken);
        var complete = await db.Set<CompleteCrlRecord>().Where(x => x.AheadUntil > now).OrderBy(x => x.AuthorityKey)
            .Join(db.Set<AuthorityRecord>(), crl => crl.AuthorityKey, authority => authority.Key, (crl, authority) => new { Name = authority.Id + ".crl", Until = crl.AheadUntil!.Value })
            .Take(PortalState.MaxNames).ToListAsync(cancellationToken);
        return [.. parts.Concat(complete).Take(PortalState.MaxNames).Select(x => (x.Name, x.Until))];
    }
}
