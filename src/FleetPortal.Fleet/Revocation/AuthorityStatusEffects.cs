using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What follows a change of an authority once it is committed: it is trusted or not, what hangs on it is closed, the root's CRL says so, and how long each took is measured and kept.</summary>
public sealed class AuthorityStatusEffects(Registry registry, AuthorityVault vault, LiveConnections connections, ReconnectProbe probe, CompleteCrl crls, ILogger<AuthorityStatusEffects> logger)
{
    private const string KeepTimes = "UPDATE Authorities SET SessionClosed = $1, ReconnectRefused = $2, Crl = $3 WHERE \"Key\" = $4 AND Version = $5";

    /// <summary>Carries out; answers when everything is over.</summary>
    /// <param name="started">When the request came, as the clock's timestamp.</param>
    /// <param name="version">The row's version that the change made; null where it was so before, and the first time's figures stay.</param>
    internal async Task<(int SessionsClosed, PropagationTimes Known)> ApplyAfterCommitAsync(long authorityKey, AuthorityStatus status, long started, long? version)
    {
        var close = status != AuthorityStatus.Active;
        var closed = await ApplyAsync(authorityKey, close);
        var closedAfter = closed == 0 ? (TimeSpan?)null : registry.Time.GetElapsedTime(started);
        var refusedAfter = close ? await AfterAsync("refused", started, () => IsRefusedAsync(authorityKey)) : null;
        var published = await AfterAsync("on the root's CRL", started, () => IsListedAsync(authorityKey, close));
        var known = new PropagationTimes(closedAfter, refusedAfter, Ocsp: null, published);
        if (version is { } made)
        {
            await AfterAsync("kept", started, () => KeepAsync(authorityKey, made, known));
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
        var family = await AuthorityFamily.KeysAsync(db, authorityKey, CancellationToken.None);
        var closing = await LiveCertificates.AmongAsync(connections.ShownCertificates, FamilyCertificates.Of(db.Set<CertificateRecord>(), family), CancellationToken.None);
        return await connections.CloseAsync(closing, SessionEndReason.RightsWithdrawn);
    }

    /// <summary>What is committed is not undone, nor said to have failed, because one who is to know could not be asked: the time is missing then.</summary>
    private async Task<TimeSpan?> AfterAsync(string what, long started, Func<Task<bool>> ask)
    {
        try
        {
            return await ask() ? registry.Time.GetElapsedTime(started) : null;
        }
        catch (Exception e)
        {
            logger.LogError(e, "Whether the change of an authority is {What} could not be seen", what);
            return null;
        }
    }

    /// <summary>Asks the decider for one that would be let in otherwise; where there is none, nobody is refused.</summary>
    private async Task<bool> IsRefusedAsync(long authorityKey)
    {
        await using var db = registry.Read();

        // The first of the index of active ones by authority: sorted otherwise, a million would be read for it.
        var now = registry.Time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var key in await AuthorityFamily.KeysAsync(db, authorityKey, CancellationToken.None))
        {
            var one = (await db.Database.SqlQuery<Sample>($"""
                SELECT t.Name, c.Der FROM Certificates c INDEXED BY IX_Certificates_AuthorityKey_NotAfter_ThingKey JOIN Things t ON t."Key" = c.ThingKey
                WHERE c.Status = 1 AND c.AuthorityKey = {key} AND c.NotAfter > {now} ORDER BY c.NotAfter LIMIT 1
                """).ToListAsync(CancellationToken.None)).SingleOrDefault();
            if (one is not null)
            {
                return probe.IsRefused(one.Name, one.Der, "authority-disabled", "authority-retired");
            }
        }

        return false;
    }

    /// <summary>The root's CRL lists those of its own that are not active.</summary>
    private async Task<bool> IsListedAsync(long authorityKey, bool listed) =>
        vault.FindOwn(authorityKey) is { } own && await crls.FindAsync(vault.RootId, CancellationToken.None) is { } der && CrlReader.Lists(der, SerialNumber.OfCertificate(own.Signer.Certificate)) == listed;

    /// <summary>Unless it has been changed again meanwhile: the figures are of this change. Who looks at it is told that they are there.</summary>
    private Task<bool> KeepAsync(long authorityKey, long version, PropagationTimes known) => registry.WriteAsync(
        scope =>
        {
            var kept = scope.Statements.Execute(KeepTimes, PropagationTimes.Microseconds(known.SessionClosed), PropagationTimes.Microseconds(known.ReconnectRefused), PropagationTimes.Microseconds(known.Crl), authorityKey, version) > 0;
            scope.Emit(FleetEventKind.AuthorityChanged, null);
            return kept;
        },
        CancellationToken.None);

    private sealed record Sample(string Name, byte[] Der);
}
