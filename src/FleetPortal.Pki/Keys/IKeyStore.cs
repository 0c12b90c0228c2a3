namespace FleetPortal.Pki.Keys;

/// <summary>Where authorities' private keys are kept.</summary>
public enum KeyStoreKind
{
    /// <summary>Encrypted files in the data directory.</summary>
    File,

    /// <summary>A PKCS#11 token: a hardware security module, which the key never leaves.</summary>
    Pkcs11,
}

/// <summary>A place that keeps private keys of authorities by name.</summary>
public interface IKeyStore
{
    /// <summary>What sort of place it is.</summary>
    KeyStoreKind Kind { get; }

    /// <summary>Makes a P-256 key that is kept when this returns.</summary>
    /// <param name="name">Letters, digits and hyphens; no other key has it, also none of another portal that shares the token.</param>
    /// <exception cref="PkiException"><c>key-unavailable</c>.</exception>
    ISigningKey Create(string name);

    /// <summary>Opens a key that <see cref="Create"/> made.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="certificate">The authority's certificate in DER, which says what its public half is.</param>
    /// <exception cref="PkiException"><c>key-unreadable</c>. A token that is not there now is found missing when it is to sign.</exception>
    ISigningKey Open(string name, byte[] certificate);
}
