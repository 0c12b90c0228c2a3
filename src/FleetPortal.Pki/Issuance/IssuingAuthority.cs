using System.Security.Cryptography;
using FleetPortal.Pki.Keys;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>An authority ready to sign: its certificate and its key.</summary>
public sealed class IssuingAuthority
{
    /// <summary>Pairs a certificate with its key.</summary>
    /// <exception cref="PkiException"><c>authority-key</c>: the key is not the certificate's.</exception>
    public IssuingAuthority(byte[] certificate, ISigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Certificate = certificate;
        Key = key;
        Structure = X509CertificateStructure.GetInstance(certificate);
        Organization = NameConstraint.OrganizationOf(Structure);
        if (!Structure.SubjectPublicKeyInfo.GetDerEncoded().AsSpan().SequenceEqual(key.SubjectPublicKeyInfo.Span))
        {
            throw new PkiException(PkiErrors.AuthorityKey, $"The key does not belong to the certificate of {Structure.Subject}.");
        }
    }

    /// <summary>DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>The private key, which signs and never shows itself.</summary>
    public ISigningKey Key { get; }

    /// <summary>The last moment at which its signatures count.</summary>
    public DateTimeOffset NotAfter => new(Structure.EndDate.ToDateTime(), TimeSpan.Zero);

    /// <summary>The organization that every subject must stand under (RFC 5280 §4.2.1.10), or null where names are free.</summary>
    public string? Organization { get; }

    /// <summary>DER of its name.</summary>
    public byte[] Name => Structure.Subject.GetDerEncoded();

    /// <summary>Its subjectKeyIdentifier, which everything it signs names.</summary>
    public byte[] KeyIdentifier => KeyIdentifierOf(Structure.SubjectPublicKeyInfo);

    internal X509CertificateStructure Structure { get; }

    /// <summary>subjectKeyIdentifier by method 1 of RFC 7093 §2: the leftmost 160 bits of the SHA-256 of the key bits.</summary>
    internal static byte[] KeyIdentifierOf(SubjectPublicKeyInfo info) => SHA256.HashData(info.PublicKey.GetBytes())[..20];
}
