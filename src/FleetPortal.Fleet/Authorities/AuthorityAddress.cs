namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// The addresses at which devices and their tools fetch certificates, CRLs and OCSP responses of an authority. They go into certificates.
/// </summary>
/// <param name="find">Returns the portal's address as devices reach it, without a slash at the end; null omits the addresses from
/// certificates.</param>
public sealed class AuthorityAddress(Func<string?> find)
{
    private string? BaseAddress => find();

    /// <summary>The address of the authority's certificate (authorityInfoAccess, RFC 5280 §4.2.2.1).</summary>
    public string? Of(string authorityId) => BaseAddress is null ? null : $"{BaseAddress}/pki/authorities/{authorityId}.crt";

    /// <summary>The address of one part of the authority's CRL (cRLDistributionPoints, RFC 5280 §4.2.1.13).</summary>
    public string? OfCrl(string authorityId, int shard) =>
        BaseAddress is null ? null
            : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{BaseAddress}/pki/crl/{authorityId}-{shard}.crl");

    /// <summary>The address of the authority's complete CRL. The one of a root lists its revoked issuing authorities.</summary>
    public string? OfCompleteCrl(string authorityId) => BaseAddress is null ? null : $"{BaseAddress}/pki/crl/{authorityId}.crl";

    /// <summary>The address of the OCSP responder (RFC 6960 §3.1).</summary>
    public string? OfOcsp => BaseAddress is null ? null : $"{BaseAddress}/pki/ocsp";
}
