using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>A Thing as lists show it.</summary>
/// <param name="Credential">The status of its current certificate; null where it has none.</param>
/// <param name="CredentialNotAfter">When that certificate ends.</param>
public sealed record ThingRow(long Key, string Name, string? Type, bool Enabled, CertificateStatus? Credential, DateTimeOffset? CredentialNotAfter, bool Connected, DateTimeOffset? LastSeenAt)
{
    /// <summary>Its certificates are active, and yet none lets it in: their authorities do not count any more.</summary>
    public bool AuthorityEnded { get; init; }

    /// <summary>Its groups, by name.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>A Thing whole.</summary>
public sealed record ThingView(
    string Name,
    string? Type,
    IReadOnlyList<string> Groups,
    IReadOnlyDictionary<string, string> Attributes,
    bool Enabled,
    DateTimeOffset? RetiredAt,
    bool Connected,
    DateTimeOffset? LastSeenAt,
    DateTimeOffset CreatedAt,
    long Version,
    IReadOnlyList<CertificateView> Certificates);
