using System.Security.Cryptography;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;

namespace FleetPortal.Pki.Keys;

/// <summary>
/// A P-256 key in memory. OpenSSL signs (through <see cref="ECDsa"/>), because the signer of BouncyCastle is five times slower.
/// Thread-safe.
/// </summary>
public sealed class EcdsaSigningKey : ISigningKey
{
    private static readonly byte[] EcdsaWithSha256 = new AlgorithmIdentifier(X9ObjectIdentifiers.ECDsaWithSha256).GetDerEncoded();

    private readonly ECDsa _key;
    private readonly Lock _lock = new();

    /// <summary>Takes ownership of <paramref name="key"/>, which must be on P-256.</summary>
    public EcdsaSigningKey(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
        SubjectPublicKeyInfo = key.ExportSubjectPublicKeyInfo();
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo { get; }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> SignatureAlgorithm => EcdsaWithSha256;

    /// <summary>Creates a key with the random numbers of the operating system.</summary>
    public static EcdsaSigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> data)
    {
        // ECDsa is not documented as thread-safe. A signature takes 30 µs.
        lock (_lock)
        {
            return _key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
    }

    /// <inheritdoc/>
    public bool IsAvailable() => true;

    /// <summary>Returns the private key as encrypted PKCS#8 in PEM (RFC 5958; PBES2, AES-256, PBKDF2 with SHA-256).</summary>
    internal string ExportEncryptedPem(string passphrase)
    {
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, EncryptedKeyFile.Iterations);
        lock (_lock)
        {
            return _key.ExportEncryptedPkcs8PrivateKeyPem(passphrase, parameters);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();
}
