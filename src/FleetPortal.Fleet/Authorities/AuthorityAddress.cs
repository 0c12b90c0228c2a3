namespace FleetPortal.Fleet.Authorities;

/// <summary>Where devices and their tools fetch what an authority publishes: the addresses that go into certificates.</summary>
/// <param name="find">The portal's address as devices reach it, without a slash at the end; null leaves the extensions out.</param>
public sealed class AuthorityAddress(Func<string?> find)
{
    private string? BaseAddress => find();

    /// <summary>The authority's certificate (authorityInfoAccess, RFC 5280 §4.2.2.1).</summary>
    public string? Of(string authorityId) => BaseAddress is null ? null : $"{BaseAddress}/pki/authorities/{authorityId}.crt";

    /// <summary>A shard of the authority's CRL (cRLDistributionPoints, RFC 5280 §4.2.1.13).</summary>
    public string? OfCrl(string authorityId, int shard) =>
        BaseAddress is null ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{BaseAddress}/pki/crl/{authorityId}-{shard}.crl");

    /// <summary>The authority's whole CRL, in which a root says which authorities under it are revoked.</summary>
    public string? OfCompleteCrl(string authorityId) => BaseAddress is null ? null : $"{BaseAddress}/pki/crl/{authorityId}.crl";

    /// <summary>The OCSP responder (RFC 6960 §3.1).</summary>
    public string? OfOcsp => BaseAddress is null ? null : $"{BaseAddress}/pki/ocsp";
}
