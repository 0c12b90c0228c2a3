using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>An issuing authority whose key the portal holds.</summary>
/// <param name="Key">Its row.</param>
/// <param name="Id">As addresses spell it: <c>issuing-1</c>.</param>
/// <param name="Signer">Its certificate with its key.</param>
/// <param name="Status">Whether it is trusted.</param>
/// <param name="SuccessorKey">The row of the authority that signs in its stead, or null.</param>
public sealed record OwnAuthority(long Key, string Id, string Name, IssuingAuthority Signer, AuthorityStatus Status, long? SuccessorKey, KeyStoreKind KeyStore)
{
    /// <summary>Whether it signs new certificates.</summary>
    public bool Issues => Status == AuthorityStatus.Active && SuccessorKey is null;
}
