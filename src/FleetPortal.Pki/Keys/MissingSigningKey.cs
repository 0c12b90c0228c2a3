using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Keys;

/// <summary>Replaces a key that cannot be opened. The authority is known but cannot sign.</summary>
public sealed class MissingSigningKey(string name, byte[] certificate) : ISigningKey
{
    private readonly X509CertificateStructure _certificate = X509CertificateStructure.GetInstance(certificate);

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> SubjectPublicKeyInfo => _certificate.SubjectPublicKeyInfo.GetDerEncoded();

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> SignatureAlgorithm => _certificate.SignatureAlgorithm.GetDerEncoded();

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> data) =>
        throw new PkiException(PkiErrors.KeyUnavailable,
            $"The key {name} is missing: its file cannot be read, or it is on a PKCS#11 token that is not configured "
            + $"(Keys:Pkcs11:Library, :Token, :Pin).");

    /// <inheritdoc/>
    public bool IsAvailable() => false;

    /// <summary>Does nothing, because there is no key.</summary>
    public void Dispose()
    {
    }
}
