using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Certificates;

/// <summary>
/// Selects certificates with which a device could connect now, as far as the tables show: active, not expired, and either pinned or of a
/// trusted authority.
/// </summary>
internal static class UsableCertificates
{
    /// <summary>Narrows rows to the usable ones.</summary>
    public static IQueryable<CertificateRecord> Of(IQueryable<CertificateRecord> rows, DateTimeOffset now) =>
        rows.Where(x => x.Status == CertificateStatus.Active
            && x.NotAfter > now && (x.Authority == null || (x.Authority.Status == AuthorityStatus.Active && x.Authority.NotAfter > now)));

    /// <summary>Selects the row keys of the authorities whose certificates are refused: not active, or expired.</summary>
    public static IQueryable<long> EndedAuthorities(FleetDbContext db, DateTimeOffset now) =>
        db.Set<AuthorityRecord>()
            .Where(x => x.Kind != AuthorityKind.Root && (x.Status != AuthorityStatus.Active || x.NotAfter <= now)).Select(x => x.Key);

    /// <summary>
    /// Selects the Things that have active certificates, but none of a trusted authority. Null if every authority is trusted.
    /// </summary>
    public static async Task<IQueryable<ThingRecord>?> StrandedAsync(
        FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ended = await EndedAuthorities(db, now).ToListAsync(cancellationToken);
        if (ended.Count == 0)
        {
            return null;
        }

        // One query for each authority, through the index of authorities. With a list of authorities, SQLite would read every active
        // certificate.
        var holders = ended.Select(key => db.Set<CertificateRecord>().Where(x => x.AuthorityKey == key
            && x.Status == CertificateStatus.Active && x.NotAfter > now).Select(x => x.ThingKey)).Aggregate((all, next) => all.Union(next));
        return things.Where(thing => holders.Contains(thing.Key)
            && !Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key));
    }
}
