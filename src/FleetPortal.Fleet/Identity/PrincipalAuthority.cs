using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Identity;

/// <summary>The authority of the certificate; a principal without one is pinned: this very certificate was registered.</summary>
internal sealed record PrincipalAuthority(string Name, AuthorityStatus Status, DateTimeOffset NotAfter);
