using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity;

/// <summary>What the registry knows of the certificate that was shown, and of its Thing.</summary>
internal sealed record Principal(
    string ThingName, string? ThingType, bool ThingEnabled, bool ThingRetired, CertificateStatus Status, DateTimeOffset StatusChangedAt,
    string? StatusChangedBy, PrincipalAuthority? Authority, bool KeyCompromised)
{
    /// <summary>The newest CRL of its authority where somebody else runs that, or null.</summary>
    public PrincipalCrl? Crl { get; init; }
}
