using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Certificates;

/// <summary>A certificate as people see it.</summary>
public sealed record CertificateView
{
    /// <summary>The key by which lists go on.</summary>
    public required long Key { get; init; }

    /// <summary>SHA-256 of the DER.</summary>
    public required CertificateId Id { get; init; }

    /// <summary>Lower-case hexadecimal.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The one Thing that it belongs to.</summary>
    public required string ThingName { get; init; }

    /// <summary>The authority that signed it; null where it was imported without one, pinned to its Thing.</summary>
    public required string? AuthorityName { get; init; }

    /// <summary>The authority's identifier, as addresses spell it; null where it is pinned.</summary>
    public required string? AuthorityId { get; init; }

    /// <summary>Whether the authority is trusted; null where there is none.</summary>
    public AuthorityStatus? AuthorityStatus { get; init; }

    /// <summary>When the authority ends; null where there is none.</summary>
    public DateTimeOffset? AuthorityNotAfter { get; init; }

    /// <summary>Whether it counts for itself, without an authority.</summary>
    public bool IsPinned => AuthorityId is null;

    /// <summary>The authority's row.</summary>
    internal long? AuthorityKey { get; init; }

    /// <summary>On which part of the authority's CRL it would be.</summary>
    public required int Shard { get; init; }

    /// <summary>The <see cref="Key"/> of the certificate that it renews, or null.</summary>
    public long? PredecessorKey { get; init; }

    /// <summary>No device has connected with it. False also where that is not known.</summary>
    public bool NeverConnected { get; init; }

    /// <summary>As stored; see <see cref="IsExpired"/> for time.</summary>
    public required CertificateStatus Status { get; init; }

    /// <summary>Why it was revoked.</summary>
    public RevocationReason? Reason { get; init; }

    /// <summary>Since when it has this status.</summary>
    public required DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>When it was issued or imported.</summary>
    public DateTimeOffset IssuedAt { get; init; }

    /// <summary>Who gave it this status.</summary>
    public string? StatusChangedBy { get; init; }

    /// <summary>Start of validity.</summary>
    public required DateTimeOffset NotBefore { get; init; }

    /// <summary>End of validity.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>"EC P-256".</summary>
    public required string KeyAlgorithm { get; init; }

    /// <summary>Whether the portal made the key and handed it out once.</summary>
    public required bool KeyMadeByPortal { get; init; }

    /// <summary>The profile it was issued by.</summary>
    public required string Profile { get; init; }

    /// <summary>The certificate.</summary>
    public required byte[] Der { get; init; }

    /// <summary>Whether its notAfter is 99991231235959Z, which says that it has no well-defined end (RFC 5280 §4.1.2.5): certificates of factories have it.</summary>
    public bool HasNoEnd => NotAfter.UtcDateTime is { Year: 9999, Month: 12, Day: 31 };

    /// <summary>Whether it has ended by time.</summary>
    public bool IsExpired(DateTimeOffset now) => NotAfter < now;

    /// <summary>Whether the authority that signed it does not count any more: disabled, retired, or over.</summary>
    public bool IsAuthorityEnded(DateTimeOffset now) => AuthorityStatus is { } status && (status != Kernel.AuthorityStatus.Active || AuthorityNotAfter < now);

    /// <summary>Whether it could let its Thing in.</summary>
    public bool IsUsable(DateTimeOffset now) => !IsAuthorityEnded(now) && Status == CertificateStatus.Active && !IsExpired(now) && NotBefore <= now;
}
