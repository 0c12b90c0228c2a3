using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity;

/// <summary>The authority of the certificate. A principal without one is pinned.</summary>
internal sealed record PrincipalAuthority(string Name, AuthorityStatus Status, DateTimeOffset NotAfter);
