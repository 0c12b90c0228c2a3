using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Identity;

/// <summary>
/// The data of the registry about the certificate that a client presents, and about the Thing or the application that it belongs to.
/// </summary>
internal sealed record Principal(
    PrincipalKind Kind, string Name, string? ThingType, bool Enabled, bool Retired, CertificateStatus Status,
    DateTimeOffset StatusChangedAt, string? StatusChangedBy, PrincipalAuthority? Authority, bool KeyCompromised)
{
    /// <summary>The newest CRL of the authority, if that is an external one; otherwise null.</summary>
    public PrincipalCrl? Crl { get; init; }

    /// <summary>Whether the Thing takes part in the rolling proof, whatever its type.</summary>
    public bool RollingProof { get; init; }

    /// <summary>What the principal may hear and publish. The decider sets it.</summary>
    public TopicPolicy Policy { get; init; } = null!;

    /// <summary>How many connections an application may have; 1 for a Thing.</summary>
    public int MaxConnections { get; init; } = 1;

    /// <summary>The word for its kind.</summary>
    public string Noun => Kind == PrincipalKind.Application ? "application" : "Thing";

    /// <summary>Returns whether it may use a client identifier: a Thing its name, an application also <c>{name}.{instance}</c>.</summary>
    public bool MayUse(string clientId) => clientId == Name || (Kind == PrincipalKind.Application && clientId.Length > Name.Length + 1
        && clientId.StartsWith(Name, StringComparison.Ordinal) && clientId[Name.Length] == '.'
        && ThingName.TryParse(clientId[(Name.Length + 1)..], out _));
}
