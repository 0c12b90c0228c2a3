using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate as pages and the API show it.</summary>
public sealed record CertificateView
{
    /// <summary>The row key, which cursors of lists use.</summary>
    public required long Key { get; init; }

    /// <summary>The identifier: SHA-256 of the DER.</summary>
    public required CertificateId Id { get; init; }

    /// <summary>The serial number in lower-case hexadecimal.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The name of the Thing, or of the application, to which the certificate belongs.</summary>
    public required string ThingName { get; init; }

    /// <summary>Whether it belongs to a Thing or to an application.</summary>
    public PrincipalKind OwnerKind { get; init; }

    /// <summary>The name of the authority that signed it; null if the certificate is pinned.</summary>
    public required string? AuthorityName { get; init; }

    /// <summary>The identifier of the authority; null if the certificate is pinned.</summary>
    public required string? AuthorityId { get; init; }

    /// <summary>The status of the authority; null if the certificate is pinned.</summary>
    public AuthorityStatus? AuthorityStatus { get; init; }

    /// <summary>When the authority expires; null if the certificate is pinned.</summary>
    public DateTimeOffset? AuthorityNotAfter { get; init; }

    /// <summary>Whether the certificate is pinned: trusted by itself, without an authority.</summary>
    public bool IsPinned => AuthorityId is null;

    /// <summary>The row key of the authority; null if the certificate is pinned.</summary>
    internal long? AuthorityKey { get; init; }

    /// <summary>The part of the authority's CRL that lists it if it is revoked.</summary>
    public required int Shard { get; init; }

    /// <summary>The <see cref="Key"/> of the certificate that it renews, or null.</summary>
    public long? PredecessorKey { get; init; }

    /// <summary>Whether no device has connected with the certificate. False also if that is not known.</summary>
    public bool NeverConnected { get; init; }

    /// <summary>The stored status. See <see cref="IsExpired"/> for the end of its validity.</summary>
    public required CertificateStatus Status { get; init; }

    /// <summary>The reason of the revocation; null if it is not revoked.</summary>
    public RevocationReason? Reason { get; init; }

    /// <summary>When the certificate got its status.</summary>
    public required DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>When the certificate was issued or imported.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>The name of the actor who set the status.</summary>
    public string? StatusChangedBy { get; init; }

    /// <summary>The start of its validity.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>The end of its validity.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>The algorithm of its key, such as <c>EC P-256</c>.</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>Whether the portal made the private key and delivered it once.</summary>
    public required bool KeyMadeByPortal { get; init; }

    /// <summary>The name of the profile by which it was issued.</summary>
    public required string Profile { get; init; }

    /// <summary>The certificate in DER.</summary>
    public required byte[] Der { get; init; }

    /// <summary>
    /// Whether its notAfter is 99991231235959Z, which means that it has no well-defined end (RFC 5280 §4.1.2.5). Factory certificates often
    /// have it.
    /// </summary>
    public bool HasNoEnd => NotAfter.UtcDateTime is { Year: 9999, Month: 12, Day: 31 };

    /// <summary>Whether its validity is over.</summary>
    public bool IsExpired(DateTimeOffset now) => NotAfter < now;

    /// <summary>Whether its authority is no longer trusted: it is disabled, retired or expired.</summary>
    public bool IsAuthorityEnded(
        DateTimeOffset now) => AuthorityStatus is { } status && (status != Kernel.AuthorityStatus.Active || AuthorityNotAfter < now);

    /// <summary>Whether a device could connect with the certificate now.</summary>
    public bool IsUsable(
        DateTimeOffset now) => !IsAuthorityEnded(now) && Status == CertificateStatus.Active && !IsExpired(now) && NotBefore <= now;
}
