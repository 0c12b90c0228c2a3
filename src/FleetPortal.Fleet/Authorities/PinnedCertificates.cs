using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Events;
using FleetPortal.Pki.Outside;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Certificates that were pinned before their authority was registered. Once it is, they hang on it: with it they are disabled, and end.</summary>
internal static class PinnedCertificates
{
    private const int Chunk = 200;

    /// <summary>Those that the authority signed; answers how many came to hang on it.</summary>
    public static async Task<int> AdoptAsync(Registry registry, string authorityId, Actor actor, CancellationToken cancellationToken)
    {
        var (key, der, adopted) = (0L, Array.Empty<byte>(), 0);
        await using (var db = registry.Read())
        {
            var authority = await db.Authorities.SingleAsync(x => x.Id == authorityId, cancellationToken);
            (key, der) = (authority.Key, authority.Der);
        }

        for (var after = 0L; ;)
        {
            await using var db = registry.Read();
            var rows = await db.Certificates.Where(x => x.AuthorityKey == null && x.Key > after).OrderBy(x => x.Key).Take(Chunk).Select(x => new { x.Key, x.Der }).ToListAsync(cancellationToken);
            if (rows.Count == 0)
            {
                return adopted;
            }

            after = rows[^1].Key;
            var own = rows.Where(row => OutsideAuthority.IsIssuerOf(der, row.Der)).Select(row => row.Key).ToList();
            adopted += own.Count == 0 ? 0 : await registry.WriteAsync(scope => Adopt(scope, own, key, authorityId, actor), CancellationToken.None);
        }
    }

    private static int Adopt(WriteScope scope, List<long> keys, long authorityKey, string authorityId, Actor actor)
    {
        var adopted = 0;
        foreach (var certificate in scope.Db.Certificates.Include(x => x.Thing).Where(x => keys.Contains(x.Key)).ToList())
        {
            // Two with one serial number cannot both be its: the second stays pinned.
            if (scope.Db.Certificates.Any(x => x.AuthorityKey == authorityKey && x.SerialNumber == certificate.SerialNumber))
            {
                continue;
            }

            certificate.AuthorityKey = authorityKey;
            scope.Db.SaveChanges();
            scope.Audit(actor, "certificate.adopted", AuditTarget.Certificate(CertificateId.FromOctets(certificate.Id).ToString(), certificate.Thing!.Name), new { authority = authorityId });
            scope.Emit(FleetEventKind.CertificateChanged, certificate.Thing.Name);
            adopted++;
        }

        return adopted;
    }
}
