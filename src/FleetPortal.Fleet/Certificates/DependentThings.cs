using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Certificates;

/// <summary>Finds the Things that could not connect without an authority.</summary>
internal static class DependentThings
{
    /// <summary>
    /// Selects the Things with a usable certificate of this authority, or of an intermediate below it, and without a usable certificate of
    /// any other.
    /// </summary>
    /// <param name="family">The row keys of the authority and its intermediates, from <see cref="AuthorityFamily"/>.</param>
    public static IQueryable<ThingRecord> Of(FleetDbContext db, IReadOnlyList<long> family, DateTimeOffset now) =>
        Of(db, db.Set<ThingRecord>().Where(thing => thing.RetiredAt == null), family, now);

    /// <summary>Selects such Things among the given ones.</summary>
    public static IQueryable<ThingRecord> Of(
        FleetDbContext db, IQueryable<ThingRecord> things, IReadOnlyList<long> family, DateTimeOffset now)
    {
        // Start from the index of authorities. An EXISTS for each Thing would read every Thing.
        var holders = FamilyCertificates.Of(db.Set<CertificateRecord>(), family)
            .Where(x => x.Status == CertificateStatus.Active && x.NotAfter > now).Select(x => x.ThingKey);
        var keys = family.Select(key => (long?)key).ToList();
        return things.Where(thing => holders.Contains(thing.Key)
            && !UsableCertificates.Of(db.Set<CertificateRecord>(), now)
                .Any(x => x.ThingKey == thing.Key && !keys.Contains(x.AuthorityKey)));
    }
}
