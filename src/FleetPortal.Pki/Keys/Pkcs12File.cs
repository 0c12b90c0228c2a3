using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Keys;

/// <summary>A key with its certificate and chain in one file under a password (PKCS#12, RFC 7292).</summary>
public static class Pkcs12File
{
    /// <summary>The shortest password.</summary>
    public const int MinPassword = 8;

    private const int MaxPassword = 128;

    // Many devices and tools still read nothing newer than what Windows 10 and OpenSSL 1.1.1 write: AES-256 with SHA-256.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 100_000);

    /// <summary>Whether a password is long enough, not too long, and without control characters: a NUL is where other readers see its end.</summary>
    public static bool IsPassword(string? password) => password?.Length is >= MinPassword and <= MaxPassword && !password.Any(char.IsControl);

    /// <summary>Writes one.</summary>
    /// <param name="certificate">DER of the key's certificate.</param>
    /// <param name="authority">DER of who signed it.</param>
    /// <param name="privateKeyPem">PKCS#8.</param>
    /// <exception cref="PkiException"><c>pkcs12-password</c>.</exception>
    public static byte[] Write(byte[] certificate, byte[] authority, string privateKeyPem, string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        if (!IsPassword(password))
        {
            throw new PkiException("pkcs12-password", $"The password of a PKCS#12 file has {MinPassword} to {MaxPassword} characters, none of them a control character.");
        }

        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        using var alone = X509CertificateLoader.LoadCertificate(certificate);
        using var own = alone.CopyWithPrivateKey(key);
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        X509Certificate2Collection all = [own, issuer];
        return all.ExportPkcs12(Encryption, password);
    }
}
