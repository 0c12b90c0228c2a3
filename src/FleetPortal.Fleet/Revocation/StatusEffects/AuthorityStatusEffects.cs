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
/// Runs the effects of a status change of an authority after its commit: loads the trusted authorities, closes the sessions that depend on
/// it, and checks that the root's CRL lists it. Measures and stores the time of each. The registry calls it after the transaction.
/// </summary>
internal sealed partial class AuthorityStatusEffects(
    Registry registry, AuthorityVault vault,
    AuthoritySessions sessions, ReconnectProbe probe, CompleteCrl crls, ILogger<AuthorityStatusEffects> logger)
    : AfterCommit<AuthorityChanges>
{
    // The status is a constant in the SQL text and not a parameter, because SQLite only uses the filtered index then.
    private static readonly string SelectSample = $$"""
        SELECT t.Name, c.Der FROM Certificates c INDEXED BY IX_Certificates_AuthorityKey_NotAfter_ThingKey JOIN Things t ON t."Key" = c.ThingKey
        WHERE c.Status = {{(int)CertificateStatus.Active}} AND c.AuthorityKey = {0} AND c.NotAfter > {1} ORDER BY c.NotAfter LIMIT 1
        """;

    private const string KeepTimes =
        "UPDATE Authorities SET SessionClosed = $1, ReconnectRefused = $2, Crl = $3 WHERE \"Key\" = $4 AND Version = $5";

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
        var refusedAfter = close ? await AfterAsync("refused", changed.Key, started, () => IsRefusedAsync(changed.Key)) : null;
        var published = await AfterAsync("on the root's CRL", changed.Key, started, () => IsListedAsync(changed.Key, close));
        note.Known = new PropagationTimes(closedAfter, refusedAfter, Ocsp: null, published);
        if (!note.IsRepeat)
        {
            await AfterAsync("stored", changed.Key, started, () => KeepAsync(changed.Key, changed.Version, note.Known));
        }
    }

    /// <summary>
    /// Measures the time of an effect. An error is logged and leaves the time empty: the change is committed and must not be reported as
    /// failed.
    /// </summary>
    private async Task<TimeSpan?> AfterAsync(string effect, long authorityKey, long started, Func<Task<bool>> ask)
    {
        try
        {
            return await ask() ? registry.Time.GetElapsedTime(started) : null;
        }
        catch (Exception e)
        {
            LogUnknown(e, authorityKey, effect);
            return null;
        }
    }

    /// <summary>
    /// Asks the decider about one active certificate of the authority. Returns whether it is refused because of the authority; false if
    /// there is no active certificate.
    /// </summary>
    private async Task<bool> IsRefusedAsync(long authorityKey)
    {
        await using var db = registry.Read();

        // Take the first entry of the index of active certificates. With a sort, SQLite would read a million rows.
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

    /// <summary>
    /// Whether the root's CRL lists the authority as expected. The root's CRL lists the portal's issuing authorities that are not active.
    /// </summary>
    private async Task<bool> IsListedAsync(long authorityKey, bool listed) =>
        vault.FindOwn(authorityKey) is { } own && await crls.FindAsync(vault.RootId, CancellationToken.None) is { } der
            && CrlReader.Lists(der, SerialNumber.OfCertificate(own.Signer.Certificate)) == listed;

    /// <summary>
    /// Stores the times, unless the status has changed again in the meantime. Emits an event, so that open pages show them.
    /// </summary>
    private Task<bool> KeepAsync(long authorityKey, long version, PropagationTimes known) => registry.WriteAsync(
        scope =>
        {
            var kept = scope.Statements.Execute(KeepTimes, PropagationTimes.Microseconds(known.SessionClosed),
                PropagationTimes.Microseconds(known.ReconnectRefused), PropagationTimes.Microseconds(known.Crl), authorityKey, version) > 0;
            scope.Emit(FleetEventKind.AuthorityChanged, null);
            return kept;
        },
        CancellationToken.None);

    [LoggerMessage(2003, LogLevel.Error, "The portal could not check whether the status change of authority {Authority} is {Effect}.")]
    private partial void LogUnknown(Exception exception, long authority, string effect);

    private sealed record Sample(string Name, byte[] Der);
}
