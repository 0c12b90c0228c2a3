using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Keys;

/// <summary>Writes a private key with its certificate and chain to one file under a password (PKCS#12, RFC 7292).</summary>
public static class Pkcs12File
{
    /// <summary>The minimum length of a password, in characters.</summary>
    public const int MinPassword = 8;

    private const int MaxPassword = 128;
    private const int Iterations = 100_000;
    private const string FriendlyName = "1.2.840.113549.1.9.20";

    // AES-256 with SHA-256, as Windows 10 and OpenSSL 1.1.1 write it. Many devices and tools cannot read newer algorithms.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations);

    /// <summary>The rule for passwords as a sentence.</summary>
    public static string PasswordRule =>
        $"The password of a PKCS#12 file has {MinPassword} to {MaxPassword} characters: letters without accents, digits, blanks "
            + $"and punctuation (ASCII). Java's keytool refuses any other, and other tools encode them differently.";

    /// <summary>
    /// Returns whether a password follows the rule: 8 to 128 characters of printable ASCII. The keytool of Java refuses all other
    /// characters, C programs stop at a NUL, and a character with two Unicode encodings opens the file only in the same encoding.
    /// </summary>
    public static bool IsPassword(
        string? password) => password?.Length is >= MinPassword and <= MaxPassword && password.All(c => c is >= ' ' and <= '~');

    /// <summary>Writes a PKCS#12 file and returns its octets.</summary>
    /// <param name="certificate">The certificate of the key in DER.</param>
    /// <param name="authority">The certificate of the authority that signed it in DER.</param>
    /// <param name="privateKeyPem">The private key: PKCS#8 in PEM.</param>
    /// <param name="name">The friendlyName of key and certificate. Tools show it, and keytool uses it as the alias. The portal passes the
    /// ThingName.</param>
    /// <exception cref="PkiException"><c>pkcs12-password</c>.</exception>
    public static byte[] Write(byte[] certificate, byte[] authority, string privateKeyPem, string password, string name)
    {
        ArgumentNullException.ThrowIfNull(password);
        ArgumentNullException.ThrowIfNull(name);
        if (!IsPassword(password))
        {
            throw new PkiException(PkiErrors.Pkcs12Password, PasswordRule);
        }

        using var key = ECDsa.Create();
        key.ImportFromPem(privateKeyPem);
        using var own = X509CertificateLoader.LoadCertificate(certificate);
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        var (keys, certificates) = (new Pkcs12SafeContents(), new Pkcs12SafeContents());

        // RFC 7292 §4.2: key and certificate with the same localKeyId belong together.
        var local = new Pkcs9LocalKeyId([1]);
        foreach (Pkcs12SafeBag bag in new Pkcs12SafeBag[] { keys.AddShroudedKey(key, password, Encryption),
            certificates.AddCertificate(own) })
        {
            bag.Attributes.Add(local);
            bag.Attributes.Add(NameAttribute(name));
        }

        certificates.AddCertificate(issuer);
        var file = new Pkcs12Builder();
        file.AddSafeContentsEncrypted(certificates, password, Encryption);
        file.AddSafeContentsUnencrypted(keys);
        file.SealWithMac(password, HashAlgorithmName.SHA256, Iterations);
        return file.Encode();
    }

    /// <summary>Returns the attribute friendlyName, a BMPString (RFC 2985 §5.5.1).</summary>
    private static Pkcs9AttributeObject NameAttribute(string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.BMPString, name);
        return new Pkcs9AttributeObject(FriendlyName, writer.Encode());
    }
}
