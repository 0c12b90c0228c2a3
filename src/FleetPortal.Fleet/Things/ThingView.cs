using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>A Thing as a row of a list.</summary>
/// <param name="Credential">The status of the current certificate; null if the Thing has none.</param>
/// <param name="CredentialNotAfter">The end of validity of the current certificate.</param>
public sealed record ThingRow(long Key, string Name, string? Type,
    bool Enabled, CertificateStatus? Credential, DateTimeOffset? CredentialNotAfter, bool Connected, DateTimeOffset? LastSeenAt)
{
    /// <summary>
    /// Whether the Thing cannot connect although its certificates are active, because their authorities are not trusted any more.
    /// </summary>
    public bool AuthorityEnded { get; init; }

    /// <summary>The groups of the Thing, in alphabetical order.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}

/// <summary>A Thing with all its data and certificates.</summary>
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
    IReadOnlyList<CertificateView> Certificates)
{
    /// <summary>Whether the rolling proof is switched on for the Thing itself.</summary>
    public bool RollingProof { get; init; }
}
