namespace FleetPortal.Fleet.Certificates;

/// <summary>Narrows certificates to the authorities of an <see cref="Authorities.AuthorityFamily"/>.</summary>
internal static class FamilyCertificates
{
    /// <summary>The certificates that hang on one of these authorities.</summary>
    public static IQueryable<CertificateRecord> Of(IQueryable<CertificateRecord> certificates, IReadOnlyList<long> family)
    {
        // One key by equality: so the index of authorities serves the count and the page.
        var first = (long?)family[0];
        var keys = family.Select(key => (long?)key).ToList();
        return family.Count == 1 ? certificates.Where(x => x.AuthorityKey == first) : certificates.Where(x => keys.Contains(x.AuthorityKey));
    }
}
