namespace FleetPortal.Pki.Keys;

/// <summary>The kind of store for the private key of an authority.</summary>
public enum KeyStoreKind
{
    /// <summary>Encrypted files in the data directory.</summary>
    File,

    /// <summary>A PKCS#11 token, such as a hardware security module. The key never leaves it.</summary>
    Pkcs11,
}

/// <summary>Stores private keys of authorities by name.</summary>
public interface IKeyStore
{
    /// <summary>The kind of the store.</summary>
    KeyStoreKind Kind { get; }

    /// <summary>Creates a P-256 key and stores it before the method returns.</summary>
    /// <param name="name">Letters, digits and hyphens. The name must be unique, also among other portals that use the same token.</param>
    /// <exception cref="PkiException"><c>key-unavailable</c>.</exception>
    ISigningKey Create(string name);

    /// <summary>Opens a key that <see cref="Create"/> made.</summary>
    /// <param name="name">The name of the key.</param>
    /// <param name="certificate">The certificate of the authority in DER, which contains the public key.</param>
    /// <exception cref="PkiException"><c>key-unreadable</c>. A token that is not connected causes an error only when it must
    /// sign.</exception>
    ISigningKey Open(string name, byte[] certificate);
}
