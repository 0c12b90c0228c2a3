using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity;

/// <summary>The data of the registry about the certificate that a device presents, and about its Thing.</summary>
internal sealed record Principal(
    string ThingName, string? ThingType, bool ThingEnabled, bool ThingRetired, CertificateStatus Status, DateTimeOffset StatusChangedAt,
    string? StatusChangedBy, PrincipalAuthority? Authority, bool KeyCompromised)
{
    /// <summary>The newest CRL of the authority, if that is an external one; otherwise null.</summary>
    public PrincipalCrl? Crl { get; init; }
}
