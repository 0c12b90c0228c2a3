using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The places for private keys that the settings name.</summary>
/// <param name="stores">At most one of each kind.</param>
/// <param name="standard">Where keys go when nobody chooses.</param>
public sealed class KeyStores(IReadOnlyList<IKeyStore> stores, KeyStoreKind standard)
{
    /// <summary>Where keys go when nobody chooses.</summary>
    public KeyStoreKind Standard { get; } = standard;

    /// <summary>What there is to choose from.</summary>
    public IReadOnlyList<KeyStoreKind> Kinds { get; } = [.. stores.Select(store => store.Kind)];

    /// <summary>A key that is kept; where the settings no longer name its place it says so when it is to sign, and everything else goes on.</summary>
    /// <exception cref="Pki.PkiException"><c>key-unreadable</c>.</exception>
    public ISigningKey Open(KeyStoreKind kind, string name, byte[] certificate) =>
        stores.FirstOrDefault(store => store.Kind == kind)?.Open(name, certificate) ?? new MissingSigningKey(name, certificate);

    /// <summary>The place of a kind.</summary>
    /// <exception cref="FleetError"><c>key-store-missing</c>: the settings do not say where it is.</exception>
    public IKeyStore Of(KeyStoreKind kind) => stores.FirstOrDefault(store => store.Kind == kind)
        ?? throw new FleetError(FleetErrorKind.Refused, AuthorityErrors.KeyStoreMissing, "No PKCS#11 token is set up. Set Keys:Pkcs11:Library, Keys:Pkcs11:Token and Keys:Pkcs11:Pin.");
}
