using System.Security.Cryptography.X509Certificates;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>
/// Assigns certificates to their authority that were pinned before the authority was registered. From then on they are disabled and end
/// with it. The pending work is committed together with the proof of the authority, so a crash or an error only delays it: it is tried
/// again every minute.
/// </summary>
public sealed partial class PinnedCertificates(Registry registry, AuthoritySessions sessions, ILogger<PinnedCertificates> logger)
{
    private const int Chunk = 1000;

    /// <summary>Completes the search for every authority for which it is pending.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        List<AuthorityRecord> due;
        await using (var db = registry.Read())
        {
            due = await db.Set<AuthorityRecord>().Where(x => x.AdoptionDue).ToListAsync(cancellationToken);
        }

        foreach (var authority in due)
        {
            await TryAsync(authority, Actor.System, cancellationToken);
        }
    }

    /// <summary>Assigns the certificates of an authority that was just proven.</summary>
    internal async Task AdoptAsync(string authorityId, Actor actor)
    {
        AuthorityRecord? authority;
        await using (var db = registry.Read())
        {
            authority = await db.Set<AuthorityRecord>()
                .SingleOrDefaultAsync(x => x.Id == authorityId && x.AdoptionDue, CancellationToken.None);
        }

        if (authority is not null)
        {
            await TryAsync(authority, actor, CancellationToken.None);
        }
    }

    /// <summary>Logs an error instead of throwing it: the authority stays proven, and the other authorities are not delayed.</summary>
    private async Task TryAsync(AuthorityRecord authority, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            await AdoptAsync(authority, actor, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogNotAdopted(e, authority.Id);
        }
    }

    /// <summary>
    /// Searches all pinned certificates once. An import after the proof finds the authority in its own transaction, so this search misses
    /// none.
    /// </summary>
    private async Task AdoptAsync(AuthorityRecord authority, Actor actor, CancellationToken cancellationToken)
    {
        using var anchors = new TrustAnchors([], [], [authority.Der]);
        for (var after = 0L; ;)
        {
            await using var db = registry.Read();
            var rows = await db.Set<CertificateRecord>().Where(x => x.AuthorityKey == null && x.Key > after)
                .OrderBy(x => x.Key).Take(Chunk).Select(x => new { x.Key, x.Der }).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                break;
            }

            after = rows[^1].Key;

            // A certificate that its authority cannot vouch for (because of a name constraint) stays pinned. Otherwise its device could not
            // connect any more.
            var own = rows.Where(row => ExternalAuthority.IsIssuerOf(authority.Der, row.Der)
                && (ExternalCertificate.NotesOf(row.Der).Count > 0
                || IsVouchedFor(anchors, row.Der))).Select(row => row.Key).ToList();
            if (own.Count > 0)
            {
                await registry.WriteAsync(scope => Adopt(scope, own, authority, actor), cancellationToken);
            }
        }

        // If the authority was disabled in the meantime, the sessions of the certificates assigned since then are still open. Close them.
        var trusted = await registry.WriteAsync(scope => Finish(scope, authority.Key), cancellationToken);
        if (!trusted)
        {
            await sessions.ReloadAndCloseAsync(authority.Key, close: true);
        }
    }

    private static bool IsVouchedFor(TrustAnchors anchors, byte[] der)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return anchors.Verify(certificate).Trusted;
    }

    /// <summary>Marks the search as complete. Returns whether the authority is trusted now.</summary>
    private static bool Finish(WriteScope scope, long authorityKey)
    {
        var authority = scope.Db.Set<AuthorityRecord>().Single(x => x.Key == authorityKey);
        authority.AdoptionDue = false;
        return authority.Status == AuthorityStatus.Active && authority.NotAfter > scope.Now;
    }

    private static void Adopt(WriteScope scope, List<long> keys, AuthorityRecord authority, Actor actor)
    {
        foreach (var certificate in scope.Db.Set<CertificateRecord>()
            .Include(x => x.Thing).Where(x => keys.Contains(x.Key) && x.AuthorityKey == null).ToList())
        {
            // Two certificates of one authority cannot have one serial number: the second stays pinned.
            if (scope.Db.Set<CertificateRecord>().Any(x => x.AuthorityKey == authority.Key && x.SerialNumber == certificate.SerialNumber))
            {
                continue;
            }

            certificate.AuthorityKey = authority.Key;
            scope.Db.SaveChanges();
            scope.Audit(actor, CertificateActions.Adopted, AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(),
                certificate.Thing!.Name), new { authority = authority.Id });
            scope.Emit(FleetEventKind.CertificateChanged, certificate.Thing.Name);
        }
    }

    [LoggerMessage(
        2203, LogLevel.Error,
        "The pinned certificates of authority {Authority} could not all be assigned; retrying in a minute.")]
    private partial void LogNotAdopted(Exception exception, string authority);
}
