using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.Revocation.StatusEffects;

/// <summary>
/// Carries out what follows a change of an authority's status once it is committed: the portal trusts the authority or not, sessions that depend on it
/// are closed, the root's CRL lists it, and the time that each of these took is measured and stored. The registry calls it after the transaction.
/// </summary>
internal sealed partial class AuthorityStatusEffects(
    Registry registry, AuthorityVault vault, AuthoritySessions sessions, ReconnectProbe probe, CompleteCrl crls, ILogger<AuthorityStatusEffects> logger)
    : AfterCommit<AuthorityChanges>
{
    // A number in the text and not a parameter: the index holds active certificates only.
    private static readonly string SelectSample = $$"""
        SELECT t.Name, c.Der FROM Certificates c INDEXED BY IX_Certificates_AuthorityKey_NotAfter_ThingKey JOIN Things t ON t."Key" = c.ThingKey
        WHERE c.Status = {{(int)CertificateStatus.Active}} AND c.AuthorityKey = {0} AND c.NotAfter > {1} ORDER BY c.NotAfter LIMIT 1
        """;

    private const string KeepTimes = "UPDATE Authorities SET SessionClosed = $1, ReconnectRefused = $2, Crl = $3 WHERE \"Key\" = $4 AND Version = $5";

    /// <inheritdoc/>
    protected override async Task RunAsync(IReadOnlyList<AuthorityChanges> notes, long started)
    {
        foreach (var note in notes)
        {
            await RunAsync(note, note.Authorities[0], started);
        }
    }

    private async Task RunAsync(AuthorityChanges note, ChangedAuthority changed, long started)
    {
        var close = changed.Status != AuthorityStatus.Active;
        note.SessionsClosed = await sessions.ReloadAndCloseAsync(changed.Key, close);
        var closedAfter = note.SessionsClosed == 0 ? (TimeSpan?)null : registry.Time.GetElapsedTime(started);
        var refusedAfter = close ? await AfterAsync("refused", started, () => IsRefusedAsync(changed.Key)) : null;
        var published = await AfterAsync("on the root's CRL", started, () => IsListedAsync(changed.Key, close));
        note.Known = new PropagationTimes(closedAfter, refusedAfter, Ocsp: null, published);
        if (!note.IsRepeat)
        {
            await AfterAsync("stored", started, () => KeepAsync(changed.Key, changed.Version, note.Known));
        }
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
            LogUnknown(e, what);
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
            var one = (await db.Database.SqlQueryRaw<Sample>(SelectSample, key, now).ToListAsync(CancellationToken.None)).SingleOrDefault();
            if (one is not null)
            {
                return probe.IsRefused(one.Name, one.Der, RefusalCodes.AuthorityDisabled, RefusalCodes.AuthorityRetired);
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

    [LoggerMessage(2003, LogLevel.Error, "The portal could not check whether the change of an authority is {What}")]
    private partial void LogUnknown(Exception exception, string what);

    private sealed record Sample(string Name, byte[] Der);
}
