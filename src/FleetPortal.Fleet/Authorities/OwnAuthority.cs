using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Issuance;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>An issuing authority whose key the portal holds.</summary>
/// <param name="Key">The key of its row.</param>
/// <param name="Id">Its identifier, as it appears in addresses: <c>issuing-1</c>.</param>
/// <param name="Signer">Its certificate and its key.</param>
/// <param name="Status">Its status; only an active authority is trusted.</param>
/// <param name="SuccessorKey">The row of the authority that replaces it, or null.</param>
public sealed record OwnAuthority(
    long Key, string Id, string Name, IssuingAuthority Signer, AuthorityStatus Status, long? SuccessorKey, KeyStoreKind KeyStore)
{
    /// <summary>Whether the authority signs new certificates: it is active and not replaced.</summary>
    public bool Issues => Status == AuthorityStatus.Active && SuccessorKey is null;
}
