namespace FleetPortal.Fleet.Certificates;

/// <summary>Narrows certificates to the authorities of an <see cref="Authorities.AuthorityFamily"/>.</summary>
internal static class FamilyCertificates
{
    /// <summary>Selects the certificates that one of these authorities signed.</summary>
    public static IQueryable<CertificateRecord> Of(IQueryable<CertificateRecord> certificates, IReadOnlyList<long> family)
    {
        // Compare a single key with =, so that SQLite uses the index of authorities for the count and the page.
        var first = (long?)family[0];
        var keys = family.Select(key => (long?)key).ToList();
        return family.Count == 1
            ? certificates.Where(x => x.AuthorityKey == first) : certificates.Where(x => keys.Contains(x.AuthorityKey));
    }
}
