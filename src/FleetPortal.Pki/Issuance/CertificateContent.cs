using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Issuance;

/// <summary>The complete content of an end-entity certificate. It is decided before anything is signed.</summary>
public sealed record CertificateContent
{
    /// <summary>The profile, which gives key usages and extensions.</summary>
    public required Profile Profile { get; init; }

    /// <summary>The serial number, which was stored before the signing.</summary>
    public required SerialNumber SerialNumber { get; init; }

    /// <summary>The ThingName, or the host name of a listener.</summary>
    public required string Name { get; init; }

    /// <summary>The public key in DER (RFC 5280 §4.1.2.7).</summary>
    public required byte[] SubjectPublicKeyInfo { get; init; }

    /// <summary>The start of validity in UTC, in whole seconds.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>The end of validity in UTC, in whole seconds; not later than that of the authority.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Additional DNS names and IP addresses of a listener.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>The URL of the certificate of the authority (RFC 5280 §4.2.2.1); null to omit it.</summary>
    public string? AuthorityAddress { get; init; }

    /// <summary>The URL of the OCSP responder of the authority (RFC 6960 §3.1); null to omit it.</summary>
    public string? OcspAddress { get; init; }

    /// <summary>The URL of the CRL part that covers the certificate (RFC 5280 §4.2.1.13); null to omit it.</summary>
    public string? CrlAddress { get; init; }

    /// <summary>Returns the validity of a certificate that is issued now.</summary>
    /// <param name="profile">The profile, which gives the default and the maximum validity and the backdating.</param>
    /// <param name="requested">The requested validity; null for the default of the profile.</param>
    /// <param name="authorityEnd">The end of validity of the authority, which limits that of the certificate.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="PkiException"><c>validity-too-long</c>.</exception>
    public static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) ValidityOf(
        Profile profile, TimeSpan? requested, DateTimeOffset authorityEnd, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var validity = requested ?? profile.Validity;
        if (validity <= TimeSpan.Zero || validity > profile.MaxValidity)
        {
            throw new PkiException(PkiErrors.ValidityTooLong,
                $"The profile {profile.Name} allows 1 to {profile.MaxValidity.TotalDays:0} days.");
        }

        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var end = second + validity;
        return (second - profile.Backdate, end < authorityEnd ? end : authorityEnd);
    }
}
