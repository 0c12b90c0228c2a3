namespace FleetPortal.Pki.Keys;

/// <summary>Stores keys as encrypted files in one directory.</summary>
public sealed class FileKeyStore(string directory, string passphrase) : IKeyStore
{
    /// <inheritdoc/>
    public KeyStoreKind Kind => KeyStoreKind.File;

    /// <inheritdoc/>
    public ISigningKey Create(string name)
    {
        var key = EcdsaSigningKey.Create();
        try
        {
            EncryptedKeyFile.Write(PathOf(name), key, passphrase);
            return key;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            key.Dispose();
            throw new PkiException(PkiErrors.KeyUnavailable, $"The key cannot be written ({e.Message}).", e);
        }
    }

    /// <inheritdoc/>
    public ISigningKey Open(string name, byte[] certificate) => EncryptedKeyFile.Read(PathOf(name), passphrase);

    private string PathOf(string name) => Path.Combine(directory, name + ".key");
}
