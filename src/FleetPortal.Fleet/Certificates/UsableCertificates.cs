using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Data;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Certificates that could let their Things in now, as far as tables know: active, not ended, and pinned or of an authority that counts.</summary>
internal static class UsableCertificates
{
    public static IQueryable<CertificateRecord> Of(IQueryable<CertificateRecord> rows, DateTimeOffset now) =>
        rows.Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now && (x.Authority == null || (x.Authority.Status == AuthorityStatus.Active && x.Authority.NotAfter > now)));

    /// <summary>Things whose certificates are active, while their authorities do not count any more; none where every authority does.</summary>
    public static IQueryable<ThingRecord> Stranded(FleetDbContext db, IQueryable<ThingRecord> things, DateTimeOffset now)
    {
        // From the authorities down, through their index: most fleets have none that ended.
        var ended = db.Authorities.Where(x => x.Kind != AuthorityKind.Root && (x.Status != AuthorityStatus.Active || x.NotAfter <= now)).Select(x => x.Key);
        var holders = db.Certificates.Where(x => x.AuthorityKey != null && ended.Contains(x.AuthorityKey.Value) && x.Status == CertificateStatus.Active && x.NotAfter > now).Select(x => x.ThingKey);
        return things.Where(thing => holders.Contains(thing.Key) && !Of(db.Certificates, now).Any(x => x.ThingKey == thing.Key));
    }
}
