using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Authorities;

/// <summary>What follows a change of an authority once it is committed: it is trusted or not, what hangs on it is closed, the root's CRL says so, and how long each took is measured and kept.</summary>
public sealed class AuthorityEnd(Registry registry, AuthorityVault vault, LiveConnections connections, ReconnectProbe probe, CompleteCrl crls, ILogger<AuthorityEnd> logger)
{
    private const string KeepTimes = "UPDATE Authorities SET SessionClosed = $1, ReconnectRefused = $2, Crl = $3 WHERE \"Key\" = $4";

    /// <summary>Carries out; answers when everything is over.</summary>
    /// <param name="started">When the request came, as the clock's timestamp.</param>
    /// <param name="changed">False where it was so before: the first time's figures stay.</param>
    internal async Task<(int SessionsClosed, KnownAfter Known)> CarryOutAsync(long authorityKey, AuthorityStatus status, long started, bool changed)
    {
        var close = status != AuthorityStatus.Active;
        var closed = await ApplyAsync(authorityKey, close);
        var closedAfter = closed == 0 ? (TimeSpan?)null : registry.Time.GetElapsedTime(started);
        var refusedAfter = close && await IsRefusedAsync(authorityKey) ? registry.Time.GetElapsedTime(started) : (TimeSpan?)null;
        var known = new KnownAfter(closedAfter, refusedAfter, Ocsp: null, await PublishAsync(authorityKey, close, started));
        if (changed)
        {
            await KeepAsync(authorityKey, known);
        }

        return (closed, known);
    }

    /// <summary>Trusts it or not from now on, and closes what hangs on it; answers how many sessions.</summary>
    internal async Task<int> ApplyAsync(long authorityKey, bool close)
    {
        try
        {
            await vault.ReloadAsync(CancellationToken.None);
        }
        catch when (close)
        {
            // What was committed is carried out whatever else fails: the decider asks the table.
            await CloseAsync(authorityKey);
            throw;
        }

        return close ? await CloseAsync(authorityKey) : 0;
    }

    private async Task<int> CloseAsync(long authorityKey)
    {
        // Those that are being decided on are among them: they entered before they read the table, or read it after the commit.
        await using var db = registry.Read();
        var closing = await LiveCertificates.AmongAsync(connections.ShownCertificates, db.Certificates.Where(x => x.AuthorityKey == authorityKey), CancellationToken.None);
        return await connections.CloseAsync(closing, SessionEnd.RightsWithdrawn);
    }

    /// <summary>Asks the decider for one that would be let in otherwise; where there is none, nobody is refused.</summary>
    private async Task<bool> IsRefusedAsync(long authorityKey)
    {
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();
        var one = await db.Certificates.Where(x => x.AuthorityKey == authorityKey && x.Status == CertificateStatus.Active && x.NotAfter > now)
            .OrderByDescending(x => x.Key).Select(x => new { x.Der, x.Thing!.Name }).FirstOrDefaultAsync(CancellationToken.None);
        return one is not null && probe.IsRefused(one.Name, one.Der, "authority-disabled", "authority-retired");
    }

    /// <summary>The root's CRL lists those of its own that are not active. One that cannot be written is no reason to undo the change: it is made when somebody asks.</summary>
    private async Task<TimeSpan?> PublishAsync(long authorityKey, bool listed, long started)
    {
        try
        {
            return vault.FindOwn(authorityKey) is { } own && await crls.FindAsync(vault.RootId, CancellationToken.None) is { } der && CrlReader.Lists(der, SerialNumber.OfCertificate(own.Signer.Certificate)) == listed
                ? registry.Time.GetElapsedTime(started)
                : null;
        }
        catch (Exception e)
        {
            logger.LogError(e, "The root's CRL was not published");
            return null;
        }
    }

    /// <summary>Figures that cannot be kept, on a full disk, are no reason to say that the change failed: it is committed.</summary>
    private async Task KeepAsync(long authorityKey, KnownAfter known)
    {
        try
        {
            await registry.WriteAsync(
                scope => scope.Statements.Execute(KeepTimes, KnownAfter.Microseconds(known.SessionClosed), KnownAfter.Microseconds(known.ReconnectRefused), KnownAfter.Microseconds(known.Crl), authorityKey),
                CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogError(e, "How long a change of an authority took was not kept");
        }
    }
}
