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
/// Certificates that were pinned before their authority was registered. Once it is, they hang on it: with it they are disabled, and end.
/// That it is to be done is committed with the proof, so a sudden death or a fault only puts it off: it is tried again every minute.
/// </summary>
public sealed class PinnedCertificates(Registry registry, AuthoritySessions sessions, ILogger<PinnedCertificates> logger)
{
    private const int Chunk = 1000;

    /// <summary>Does what is still due.</summary>
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

    /// <summary>Those of an authority that has just been proven.</summary>
    internal async Task AdoptAsync(string authorityId, Actor actor)
    {
        AuthorityRecord? authority;
        await using (var db = registry.Read())
        {
            authority = await db.Set<AuthorityRecord>().SingleOrDefaultAsync(x => x.Id == authorityId && x.AdoptionDue, CancellationToken.None);
        }

        if (authority is not null)
        {
            await TryAsync(authority, actor, CancellationToken.None);
        }
    }

    /// <summary>It is proven whatever becomes of this, and keeps no other waiting.</summary>
    private async Task TryAsync(AuthorityRecord authority, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            await AdoptAsync(authority, actor, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "Not every pinned certificate of {Authority} was found; it is tried again", authority.Id);
        }
    }

    /// <summary>What is imported from the proof on is looked up in the same transaction that stores it, so none comes behind this.</summary>
    private async Task AdoptAsync(AuthorityRecord authority, Actor actor, CancellationToken cancellationToken)
    {
        using var anchors = new TrustAnchors([], [], [authority.Der]);
        for (var after = 0L; ;)
        {
            await using var db = registry.Read();
            var rows = await db.Set<CertificateRecord>().Where(x => x.AuthorityKey == null && x.Key > after).OrderBy(x => x.Key).Take(Chunk).Select(x => new { x.Key, x.Der }).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                break;
            }

            after = rows[^1].Key;

            // One that was pinned although its authority cannot vouch for it (a name constraint) stays pinned: it would be shut out.
            var own = rows.Where(row => ExternalAuthority.IsIssuerOf(authority.Der, row.Der) && (ExternalCertificate.NotesOf(row.Der).Count > 0
                || IsVouchedFor(anchors, row.Der))).Select(row => row.Key).ToList();
            if (own.Count > 0)
            {
                await registry.WriteAsync(scope => Adopt(scope, own, authority, actor), cancellationToken);
            }
        }

        // Who disabled it meanwhile has closed those that hung on it by then: the others are closed here.
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

    /// <summary>Nothing is due any more; answers whether the authority is trusted now.</summary>
    private static bool Finish(WriteScope scope, long authorityKey)
    {
        var authority = scope.Db.Set<AuthorityRecord>().Single(x => x.Key == authorityKey);
        authority.AdoptionDue = false;
        return authority.Status == AuthorityStatus.Active && authority.NotAfter > scope.Now;
    }

    private static void Adopt(WriteScope scope, List<long> keys, AuthorityRecord authority, Actor actor)
    {
        foreach (var certificate in scope.Db.Set<CertificateRecord>().Include(x => x.Thing).Where(x => keys.Contains(x.Key) && x.AuthorityKey == null).ToList())
        {
            // Two with one serial number cannot both be its: the second stays pinned.
            if (scope.Db.Set<CertificateRecord>().Any(x => x.AuthorityKey == authority.Key && x.SerialNumber == certificate.SerialNumber))
            {
                continue;
            }

            certificate.AuthorityKey = authority.Key;
            scope.Db.SaveChanges();
            scope.Audit(actor, CertificateActions.Adopted, AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(), certificate.Thing!.Name), new { authority = authority.Id });
            scope.Emit(FleetEventKind.CertificateChanged, certificate.Thing.Name);
        }
    }
}
