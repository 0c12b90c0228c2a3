using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Data;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The Things that an authority alone lets in.</summary>
internal static class Dependants
{
    /// <summary>Things with a usable certificate of this authority and none of another that is trusted.</summary>
    public static IQueryable<ThingRecord> Of(FleetDbContext db, long authorityKey, DateTimeOffset now) =>
        Of(db, db.Things.Where(thing => thing.RetiredAt == null), authorityKey, now);

    /// <summary>Those among some Things.</summary>
    public static IQueryable<ThingRecord> Of(FleetDbContext db, IQueryable<ThingRecord> things, long authorityKey, DateTimeOffset now)
    {
        // Through the index of authorities, not an EXISTS for each Thing there is.
        var holders = db.Certificates.Where(x => x.AuthorityKey == authorityKey && x.Status == CertificateStatus.Active && x.NotAfter > now).Select(x => x.ThingKey);
        return things.Where(thing => holders.Contains(thing.Key)
            && !UsableCertificates.Of(db.Certificates, now).Any(x => x.ThingKey == thing.Key && x.AuthorityKey != authorityKey));
    }
}
