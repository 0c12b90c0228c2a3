using FleetPortal.Pki.Issuance;

namespace FleetPortal.Fleet.Authorities;

/// <summary>An issuing authority whose key the portal holds.</summary>
/// <param name="Key">Its row.</param>
/// <param name="Id">As addresses spell it: <c>issuing-1</c>.</param>
/// <param name="Signer">Its certificate with its key.</param>
public sealed record OwnAuthority(long Key, string Id, string Name, IssuingAuthority Signer);
