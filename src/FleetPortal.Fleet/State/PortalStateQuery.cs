using FleetPortal.Fleet.Data;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.State;

/// <summary>What is wrong with the portal itself, although it goes on working.</summary>
/// <param name="CrlPartsWaiting">Parts of CRLs that say less than the registry: they could not be written or signed, and are tried again every minute.</param>
/// <param name="CrlPartsOver">Parts of CRLs whose nextUpdate has passed: who checks them refuses every certificate on them.</param>
/// <param name="ClockBehind">How far the clock is behind what the portal has already written down; zero where it is not.</param>
public sealed record PortalState(int CrlPartsWaiting, int CrlPartsOver, TimeSpan ClockBehind)
{
    /// <summary>Nothing is.</summary>
    public bool IsSound => this is { CrlPartsWaiting: 0, CrlPartsOver: 0 } && ClockBehind == TimeSpan.Zero;
}

/// <summary>Looks at the portal itself. Everybody may know: it names nothing of the fleet.</summary>
public sealed class PortalStateQuery(Registry registry)
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
        var waiting = await db.CrlShards.CountAsync(x => x.Revision > x.PublishedRevision && (x.Der != null || x.Revision > 1), cancellationToken);
        var over = await db.CrlShards.CountAsync(x => x.Der != null && x.NextUpdate < now, cancellationToken);
        var newest = await db.Audit.OrderByDescending(x => x.Sequence).Take(Remembered).Select(x => (DateTimeOffset?)x.At).MaxAsync(cancellationToken);
        return new PortalState(waiting, over, newest > now + Tolerance ? newest.Value - now : TimeSpan.Zero);
    }
}
