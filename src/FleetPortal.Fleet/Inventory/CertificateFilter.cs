using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Inventory;

/// <summary>Turns a query of the inventory into a query of the table.</summary>
internal static class CertificateFilter
{
    /// <summary>Returns the certificates that match.</summary>
    /// <param name="byEnd">Use the NotAfter index instead of the index of the authority. Set it when the authority holds a large share of
    /// all certificates; SQLite would otherwise sort them all.</param>
    /// <exception cref="FleetError"><c>query-invalid</c>.</exception>
    public static IQueryable<CertificateRecord> Apply(FleetDbContext db, CertificateQuery query, DateTimeOffset now, bool byEnd = false)
    {
        ArgumentNullException.ThrowIfNull(query);
        var soon = now.AddDays(ThingQueries.ExpiringDays);
        IQueryable<CertificateRecord> certificates = db.Set<CertificateRecord>();
        certificates = query.Status switch
        {
            CredentialFilter.Active => certificates.Where(x => x.Status == CertificateStatus.Active && x.NotAfter >= soon),
            CredentialFilter.Expiring =>
                certificates.Where(x => x.Status == CertificateStatus.Active && x.NotAfter >= now && x.NotAfter < soon),
            CredentialFilter.Expired => certificates.Where(x => x.Status != CertificateStatus.Revoked && x.NotAfter < now),
            CredentialFilter.Pending => certificates.Where(x => x.Status == CertificateStatus.PendingActivation),
            CredentialFilter.Hold => certificates.Where(x => x.Status == CertificateStatus.Inactive),
            CredentialFilter.Revoked => certificates.Where(x => x.Status == CertificateStatus.Revoked),
            CredentialFilter.None => certificates.Where(_ => false),
            _ => certificates,
        };
        if (query.Usable)
        {
            certificates = certificates.Where(x => x.Status == CertificateStatus.Active && x.NotAfter >= now);
        }

        if (query.ThingName is { } thing)
        {
            certificates = certificates.Where(x => x.Thing!.Name == thing);
        }

        if (query.ExpiresFrom is { } from)
        {
            certificates = certificates.Where(x => x.NotAfter >= from);
        }

        if (query.ExpiresBefore is { } before)
        {
            certificates = certificates.Where(x => x.NotAfter < before);
        }

        if (query.AuthorityId is { } authority)
        {
            // Filter by key, so that the index of authorities is used for the count and for the page. The key 0 matches nothing.
            long? key = authority == AuthorityView.Pinned
                ? null : db.Set<AuthorityRecord>().Where(x => x.Id == authority).Select(x => x.Key).SingleOrDefault();
            var family = key is { } top ? AuthorityFamily.Keys(db, top) : [];
            certificates = byEnd && family.Count <= 1 ? certificates.Where(x => x.AuthorityKey + 0 == key)
                : family.Count == 0 ? certificates.Where(x => x.AuthorityKey == null)
                : FamilyCertificates.Of(certificates, family);
        }

        return string.IsNullOrWhiteSpace(query.Text) ? certificates : Search(db, certificates, query.Text.Trim());
    }

    private static IQueryable<CertificateRecord> Search(FleetDbContext db, IQueryable<CertificateRecord> certificates, string text)
    {
        var pasted = PastedSearch.Read(text);
        if (pasted is { IsExact: true })
        {
            var exact = PastedSearch.Certificates(db, pasted);
            return certificates.Where(x => exact.Contains(x.Key));
        }

        if (text.Length > ThingQuery.MaxLength || text.Any(char.IsControl))
        {
            throw new FleetError(CommonErrors.QueryInvalid,
                [new Fault("q", $"The query has at most {ThingQuery.MaxLength} characters and no control characters.")]);
        }

        // Digits may also be a part of a ThingName.
        var things = NameSearch.Narrow(db, db.Set<ThingRecord>(), text).Select(thing => thing.Key);
        if (pasted is null)
        {
            return certificates.Where(x => things.Contains(x.ThingKey));
        }

        var keys = PastedSearch.Certificates(db, pasted);
        return certificates.Where(x => things.Contains(x.ThingKey) || keys.Contains(x.Key));
    }
}
