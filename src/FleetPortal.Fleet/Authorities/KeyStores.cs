using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Keys;

namespace FleetPortal.Fleet.Authorities;

/// <summary>The places of private keys that the settings name.</summary>
/// <param name="stores">The places; at most one of each kind.</param>
/// <param name="standard">The default place of new keys.</param>
public sealed class KeyStores(IReadOnlyList<IKeyStore> stores, KeyStoreKind standard)
{
    /// <summary>The default place of new keys.</summary>
    public KeyStoreKind Standard { get; } = standard;

    /// <summary>The kinds that are set up.</summary>
    public IReadOnlyList<KeyStoreKind> Kinds { get; } = [.. stores.Select(store => store.Kind)];

    /// <summary>
    /// Opens a stored key. If the settings no longer name its place, the returned key throws when it is to sign; everything else works.
    /// </summary>
    /// <param name="kind">The kind of the place.</param>
    /// <param name="name">The name of the key in its place.</param>
    /// <param name="certificate">The certificate of the key, in DER.</param>
    /// <exception cref="Pki.PkiException"><c>key-unreadable</c>.</exception>
    public ISigningKey Open(KeyStoreKind kind, string name, byte[] certificate) =>
        stores.FirstOrDefault(store => store.Kind == kind)?.Open(name, certificate) ?? new MissingSigningKey(name, certificate);

    /// <summary>Returns the place of a kind.</summary>
    /// <exception cref="FleetError"><c>key-store-missing</c>: the settings do not say where it is.</exception>
    public IKeyStore Of(KeyStoreKind kind) => stores.FirstOrDefault(store => store.Kind == kind)
        ?? throw new FleetError(FleetErrorKind.Refused,
            AuthorityErrors.KeyStoreMissing, "No PKCS#11 token is set up. Set Keys:Pkcs11:Library, Keys:Pkcs11:Token and Keys:Pkcs11:Pin.");
}
