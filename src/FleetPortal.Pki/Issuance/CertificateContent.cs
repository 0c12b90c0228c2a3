using FleetPortal.Pki.Profiles;
using FleetPortal.Pki.Text;

namespace FleetPortal.Pki.Issuance;

/// <summary>Everything that goes into an end-entity certificate, decided before anything is signed.</summary>
public sealed record CertificateContent
{
    /// <summary>The profile that decides usages and extensions.</summary>
    public required Profile Profile { get; init; }

    /// <summary>Stored with the intent before signing.</summary>
    public required SerialNumber SerialNumber { get; init; }

    /// <summary>The ThingName, or the host name of a listener.</summary>
    public required string Name { get; init; }

    /// <summary>DER, RFC 5280 §4.1.2.7.</summary>
    public required byte[] SubjectPublicKeyInfo { get; init; }

    /// <summary>Whole seconds, UTC.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>Whole seconds, UTC; never after the authority's own end.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>Further DNS names and IP addresses of a listener.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];

    /// <summary>Where the authority's certificate can be fetched (RFC 5280 §4.2.2.1), or null.</summary>
    public string? AuthorityAddress { get; init; }

    /// <summary>Where the authority's OCSP responder answers (RFC 6960 §3.1), or null.</summary>
    public string? OcspAddress { get; init; }

    /// <summary>Where the shard of the CRL that it may one day be on is served (RFC 5280 §4.2.1.13), or null.</summary>
    public string? CrlAddress { get; init; }

    /// <summary>The validity that the profile and the authority allow from now on.</summary>
    /// <param name="profile">Gives the default, the longest and the backdating.</param>
    /// <param name="requested">What was asked for, or null.</param>
    /// <param name="authorityEnd">Nothing outlives its authority.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="PkiException"><c>validity-too-long</c>.</exception>
    public static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) ValidityOf(Profile profile, TimeSpan? requested, DateTimeOffset authorityEnd, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var validity = requested ?? profile.Validity;
        if (validity <= TimeSpan.Zero || validity > profile.MaxValidity)
        {
            throw new PkiException(PkiErrors.ValidityTooLong, $"The profile {profile.Name} allows 1 to {profile.MaxValidity.TotalDays:0} days.");
        }

        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var end = second + validity;
        return (second - profile.Backdate, end < authorityEnd ? end : authorityEnd);
    }
}
