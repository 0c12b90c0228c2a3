using System.Security.Cryptography;
using System.Text;

namespace FleetPortal.Pki.Keys;

/// <summary>Stores private keys as encrypted PKCS#8 in files that only their owner can read (mode 0600).</summary>
public static class EncryptedKeyFile
{
    // The number that OWASP recommends for PBKDF2 with SHA-256. A key is read once at the start, which takes a quarter of a second.
    internal const int Iterations = 600_000;

    private const int MaxLength = 16 * 1024;

    /// <summary>Writes a key. The file appears when it is complete.</summary>
    public static void Write(string path, EcdsaSigningKey key, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        PrivateFile.Write(path, Encoding.ASCII.GetBytes(key.ExportEncryptedPem(passphrase)));
    }

    /// <summary>Reads a key that <see cref="Write"/> wrote.</summary>
    /// <exception cref="PkiException"><c>key-unreadable</c>: the file is missing or damaged, or the passphrase is wrong.</exception>
    public static EcdsaSigningKey Read(string path, string passphrase)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            if (new FileInfo(path).Length > MaxLength)
            {
                throw new CryptographicException("The file is too long to be a key.");
            }

            ecdsa.ImportFromEncryptedPem(File.ReadAllText(path), passphrase);
            return new EcdsaSigningKey(ecdsa);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            ecdsa.Dispose();
            throw new PkiException(PkiErrors.KeyUnreadable,
                $"The key {path} cannot be read: it is missing or damaged, or the passphrase is wrong.", e);
        }
    }
}
