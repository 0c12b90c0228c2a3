using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Certificates that could let their Things in now, as far as tables know: active, not ended, and pinned or of an authority that counts.</summary>
internal static class UsableCertificates
{
    public static IQueryable<CertificateRecord> Of(IQueryable<CertificateRecord> rows, DateTimeOffset now) =>
        rows.Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now && (x.Authority == null || (x.Authority.Status == AuthorityStatus.Active && x.Authority.NotAfter > now)));

    /// <summary>The authorities whose certificates let nobody in.</summary>
    public static IQueryable<long> EndedAuthorities(FleetDbContext db, DateTimeOffset now) =>
        db.Set<AuthorityRecord>().Where(x => x.Kind != AuthorityKind.Root && (x.Status != AuthorityStatus.Active || x.NotAfter <= now)).Select(x => x.Key);

    /// <summary>Things whose certificates are active, while their authorities do not count any more; null where every authority does.</summary>
    public static async Task<IQueryable<ThingRecord>?> StrandedAsync(FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ended = await EndedAuthorities(db, now).ToListAsync(cancellationToken);
        if (ended.Count == 0)
        {
            return null;
        }

        // One authority at a time, through the index of authorities: with a list of them SQLite reads every active certificate there is.
        var holders = ended.Select(key => db.Set<CertificateRecord>().Where(x => x.AuthorityKey == key && x.Status == CertificateStatus.Active && x.NotAfter > now).Select(x => x.ThingKey)).Aggregate((all, next) => all.Union(next));
        return things.Where(thing => holders.Contains(thing.Key) && !Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key));
    }
}
