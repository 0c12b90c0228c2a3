using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>
/// Applies the stored CRL of an external authority to the certificates of the portal. The pending work is committed together with the CRL,
/// so a crash only delays it: <see cref="FinishAsync"/> runs every minute.
/// </summary>
public sealed partial class ExternalCrlEffect(Registry registry, ILogger<ExternalCrlEffect> logger)
{
    private const int Chunk = 1_000;

    // Each one is a status change with an audit entry. Short transactions let other writers in between.
    private const int WriteChunk = 100;
    private const string Note = "CRL of its authority";

    /// <summary>Applies the CRLs that a crash or an error has interrupted.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        List<long> due;
        await using (var db = registry.Read())
        {
            due = await db.Set<ExternalCrlRecord>().Where(x => x.ApplyDue).Select(x => x.AuthorityKey).ToListAsync(cancellationToken);
        }

        foreach (var key in due)
        {
            try
            {
                await ApplyAsync(key, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogNotApplied(e, key);
            }
        }
    }

    /// <summary>Applies the CRL of one authority. Returns the number of certificates, authorities and sessions that it ended.</summary>
    internal async Task<(int Certificates, int Authorities, int Sessions)> ApplyAsync(
        long authorityKey, CancellationToken cancellationToken)
    {
        var (crl, by) = await LoadAsync(authorityKey, cancellationToken);
        if (crl is null)
        {
            return default;
        }

        // Bounded by the largest CRL; freed when the call returns.
        var listed = new Dictionary<string, CrlReason>(StringComparer.Ordinal);
        foreach (var entry in crl.Entries)
        {
            listed[entry.SerialNumber] = entry.Reason;
        }

        var actor = Actor.Authority(by);
        var (authorities, sessions) = await EndAuthoritiesAsync(authorityKey, listed, actor, cancellationToken);
        var certificates = 0;
        for (var after = 0L; ;)
        {
            await using var db = registry.Read();
            var rows = await db.Set<CertificateRecord>()
                .Where(x => x.AuthorityKey == authorityKey && x.RevocationReason != RevocationReason.KeyCompromise && x.Key > after)
                .OrderBy(x => x.Key).Take(Chunk).Select(x => new { x.Key, x.SerialNumber }).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                break;
            }

            after = rows[^1].Key;
            foreach (var hit in rows.Where(row => listed.ContainsKey(row.SerialNumber)).Select(row => row.Key).Chunk(WriteChunk))
            {
                var changes = await registry.WriteAsync(scope => End(scope, hit, listed, actor), cancellationToken);
                certificates += changes.Certificates.Count;
                sessions += changes.SessionsClosed;
            }
        }

        await registry.WriteAsync(scope => Done(scope, authorityKey, crl), cancellationToken);
        return (certificates, authorities, sessions);
    }

    private async Task<(ExternalCrl? Crl, string By)> LoadAsync(long authorityKey, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var row = await db.Set<ExternalCrlRecord>().Where(x => x.AuthorityKey == authorityKey && x.Der != null)
            .Select(x => new { x.Der, x.Authority!.Name }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? (null, "") : (ExternalCrl.Stored(row.Der!), row.Name);
    }

    /// <summary>
    /// Retires the intermediates that the CRL revokes, with everything below them, and disables those that it puts on hold.
    /// </summary>
    private async Task<(int Authorities, int Sessions)> EndAuthoritiesAsync(
        long authorityKey, Dictionary<string, CrlReason> listed, Actor actor, CancellationToken cancellationToken)
    {
        List<AuthorityRecord> below;
        await using (var db = registry.Read())
        {
            below = await db.Set<AuthorityRecord>().Where(x => x.Kind == AuthorityKind.Intermediate
                && x.ParentKey == authorityKey && x.Status != AuthorityStatus.Retired).ToListAsync(cancellationToken);
        }

        var (ended, sessions) = (0, 0);
        foreach (var authority in below)
        {
            if (listed.TryGetValue(SerialNumber.OfCertificate(authority.Der).ToString(), out var reason)
                && await registry.WriteAsync(scope => EndAuthority(scope, authority.Key, reason, actor), cancellationToken) is { } changes)
            {
                ended++;
                sessions += changes.SessionsClosed;
            }
        }

        return (ended, sessions);
    }

    private static AuthorityChanges? EndAuthority(WriteScope scope, long key, CrlReason reason, Actor actor)
    {
        var authority = scope.Db.Set<AuthorityRecord>().Single(x => x.Key == key);
        var status = reason == CrlReason.CertificateHold ? AuthorityStatus.Disabled : AuthorityStatus.Retired;
        if (authority.Status == status || authority.Status == AuthorityStatus.Retired)
        {
            return null;
        }

        AuthorityRows.SetStatus(scope, authority, status, actor);
        authority.DisabledWithParent = false;
        IntermediateRows.Follow(scope, authority, actor);
        scope.Audit(actor, status == AuthorityStatus.Retired ? AuthorityActions.Retired : AuthorityActions.Disabled,
            new AuditTarget(AuditTargets.Authority, authority.Id), new { by = "CRL", reason = reason.ToString() });
        scope.Emit(FleetEventKind.AuthorityChanged, null);
        return scope.Note<AuthorityChanges>();
    }

    private static StatusChanges End(WriteScope scope, long[] keys, Dictionary<string, CrlReason> listed, Actor actor)
    {
        foreach (var certificate in scope.Db.Set<CertificateRecord>().Include(x => x.Thing).Where(x => keys.Contains(x.Key)).ToList())
        {
            var reason = listed[certificate.SerialNumber];
            if (reason == CrlReason.KeyCompromise)
            {
                // A compromised key ends all of its certificates, of any authority, including those that were revoked for another reason.
                CompromisedKeys.Revoke(scope, certificate, actor, Note);
                continue;
            }

            var to = reason == CrlReason.CertificateHold ? CertificateStatus.Inactive : CertificateStatus.Revoked;
            if (certificate.Status >= to)
            {
                continue;
            }

            CertificateTransitions.Apply(scope,
                certificate, certificate.Thing!, to, to == CertificateStatus.Revoked ? ReasonOf(reason) : null, actor, Note);
        }

        return scope.Note<StatusChanges>();
    }

    private static RevocationReason ReasonOf(CrlReason reason) => Enum.IsDefined((RevocationReason)(int)reason)
        ? (RevocationReason)(int)reason : RevocationReason.Unspecified;

    /// <summary>Marks the CRL as applied, unless a newer one has replaced it in the meantime.</summary>
    private static void Done(WriteScope scope, long authorityKey, ExternalCrl crl)
    {
        var record = scope.Db.Set<ExternalCrlRecord>().Single(x => x.AuthorityKey == authorityKey);
        record.ApplyDue &= !record.Der.AsSpan().SequenceEqual(crl.Der);
        scope.Emit(FleetEventKind.AuthorityChanged, null);
    }

    [LoggerMessage(
        2202, LogLevel.Error,
        "The CRL of authority {Authority} could not be applied to all certificates; retrying in a minute.")]
    private partial void LogNotApplied(Exception exception, long authority);
}
