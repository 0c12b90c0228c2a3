using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;

namespace FleetPortal.Pki.Keys;

/// <summary>A key with its certificate and chain in one file under a password (PKCS#12, RFC 7292).</summary>
public static class Pkcs12File
{
    /// <summary>The shortest password.</summary>
    public const int MinPassword = 8;

    private const int MaxPassword = 128;
    private const int Iterations = 100_000;
    private const string FriendlyName = "1.2.840.113549.1.9.20";

    // Many devices and tools still read nothing newer than what Windows 10 and OpenSSL 1.1.1 write: AES-256 with SHA-256.
    private static readonly PbeParameters Encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations);

    /// <summary>The rule of passwords, for people.</summary>
    public static string PasswordRule =>
        $"The password of a PKCS#12 file has {MinPassword} to {MaxPassword} characters: letters without accents, digits, blanks and punctuation (ASCII). Java's keytool refuses any other, and other tools encode them differently.";

    /// <summary>
    /// Whether a password is long enough, not too long, and of printable ASCII. keytool says "Password is not ASCII" to everything else; a NUL is where
    /// C programs see the end; a character with two Unicode spellings opens the file only where it was typed in the same one.
    /// </summary>
    public static bool IsPassword(string? password) => password?.Length is >= MinPassword and <= MaxPassword && password.All(c => c is >= ' ' and <= '~');

    /// <summary>Writes one.</summary>
    /// <param name="certificate">DER of the key's certificate.</param>
    /// <param name="authority">DER of the certificate that signed it.</param>
    /// <param name="privateKeyPem">PKCS#8.</param>
    /// <param name="name">The friendlyName of key and certificate, which tools show and keytool takes for the alias: the ThingName.</param>
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

        // RFC 7292 §4.2: the same localKeyId says which certificate belongs to the key.
        var local = new Pkcs9LocalKeyId([1]);
        foreach (Pkcs12SafeBag bag in new Pkcs12SafeBag[] { keys.AddShroudedKey(key, password, Encryption), certificates.AddCertificate(own) })
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

    /// <summary>RFC 2985 §5.5.1: a BMPString.</summary>
    private static Pkcs9AttributeObject NameAttribute(string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.BMPString, name);
        return new Pkcs9AttributeObject(FriendlyName, writer.Encode());
    }
}
