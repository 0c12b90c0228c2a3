using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Pki.Outside;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// Certificates that were pinned before their authority was registered. Once it is, they hang on it: with it they are disabled, and end.
/// That it is to be done is committed with the proof, so a sudden death only puts it off until the next start.
/// </summary>
public sealed class PinnedCertificates(Registry registry)
{
    private const int Chunk = 200;

    /// <summary>Does what is due, for every authority that was proven.</summary>
    public async Task AdoptAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        List<AuthorityRecord> due;
        await using (var db = registry.Read())
        {
            due = await db.Authorities.Where(x => x.AdoptionDue).ToListAsync(cancellationToken);
        }

        foreach (var authority in due)
        {
            await AdoptAsync(authority, actor, cancellationToken);
        }
    }

    /// <summary>What is imported from the proof on is looked up in the same transaction that stores it, so none comes behind this.</summary>
    private async Task AdoptAsync(AuthorityRecord authority, Actor actor, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            await using var db = registry.Read();
            var rows = await db.Certificates.Where(x => x.AuthorityKey == null && x.Key > after).OrderBy(x => x.Key).Take(Chunk).Select(x => new { x.Key, x.Der }).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                break;
            }

            after = rows[^1].Key;
            var own = rows.Where(row => OutsideAuthority.IsIssuerOf(authority.Der, row.Der)).Select(row => row.Key).ToList();
            if (own.Count > 0)
            {
                await registry.WriteAsync(scope => Adopt(scope, own, authority, actor), cancellationToken);
            }
        }

        await registry.WriteAsync(scope => scope.Statements.Execute("UPDATE Authorities SET AdoptionDue = 0 WHERE \"Key\" = $1", authority.Key), cancellationToken);
    }

    private static void Adopt(WriteScope scope, List<long> keys, AuthorityRecord authority, Actor actor)
    {
        foreach (var certificate in scope.Db.Certificates.Include(x => x.Thing).Where(x => keys.Contains(x.Key) && x.AuthorityKey == null).ToList())
        {
            // Two with one serial number cannot both be its: the second stays pinned.
            if (scope.Db.Certificates.Any(x => x.AuthorityKey == authority.Key && x.SerialNumber == certificate.SerialNumber))
            {
                continue;
            }

            certificate.AuthorityKey = authority.Key;
            scope.Db.SaveChanges();
            scope.Audit(actor, "certificate.adopted", AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(), certificate.Thing!.Name), new { authority = authority.Id });
            scope.Emit(FleetEventKind.CertificateChanged, certificate.Thing.Name);
        }
    }
}
