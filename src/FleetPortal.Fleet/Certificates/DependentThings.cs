using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>The Things that an authority alone lets in.</summary>
internal static class DependentThings
{
    /// <summary>Things with a usable certificate of this authority, or of an intermediate below it, and none of another that is trusted.</summary>
    /// <param name="family">From <see cref="AuthorityFamily"/>.</param>
    public static IQueryable<ThingRecord> Of(FleetDbContext db, IReadOnlyList<long> family, DateTimeOffset now) =>
        Of(db, db.Set<ThingRecord>().Where(thing => thing.RetiredAt == null), family, now);

    /// <summary>Those among some Things.</summary>
    public static IQueryable<ThingRecord> Of(FleetDbContext db, IQueryable<ThingRecord> things, IReadOnlyList<long> family, DateTimeOffset now)
    {
        // Through the index of authorities, not an EXISTS for each Thing there is.
        var holders = FamilyCertificates.Of(db.Set<CertificateRecord>(), family).Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now).Select(x => x.ThingKey);
        var keys = family.Select(key => (long?)key).ToList();
        return things.Where(thing => holders.Contains(thing.Key)
            && !UsableCertificates.Of(db.Set<CertificateRecord>(), now).Any(x => x.ThingKey == thing.Key && !keys.Contains(x.AuthorityKey)));
    }
}
