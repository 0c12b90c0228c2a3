using System.Security.Cryptography;
using FleetPortal.Pki.Keys;
using Org.BouncyCastle.Asn1.X509;

namespace FleetPortal.Pki.Issuance;

/// <summary>An authority that can sign: its certificate and its private key.</summary>
public sealed class IssuingAuthority
{
    /// <summary>Combines a certificate with its key.</summary>
    /// <exception cref="PkiException"><c>authority-key</c>: the key does not belong to the certificate.</exception>
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

    /// <summary>The certificate in DER.</summary>
    public byte[] Certificate { get; }

    /// <summary>The private key. It signs and cannot be read.</summary>
    public ISigningKey Key { get; }

    /// <summary>The end of validity of the certificate.</summary>
    public DateTimeOffset NotAfter => new(Structure.EndDate.ToDateTime(), TimeSpan.Zero);

    /// <summary>The organization with which every subject must begin (RFC 5280 §4.2.1.10); null without such a constraint.</summary>
    public string? Organization { get; }

    /// <summary>The subject in DER.</summary>
    public byte[] Name => Structure.Subject.GetDerEncoded();

    /// <summary>The subjectKeyIdentifier. Certificates and CRLs of the authority contain it as authorityKeyIdentifier.</summary>
    public byte[] KeyIdentifier => KeyIdentifierOf(Structure.SubjectPublicKeyInfo);

    /// <summary>The certificate as BouncyCastle reads it.</summary>
    internal X509CertificateStructure Structure { get; }

    /// <summary>
    /// Returns the subjectKeyIdentifier by method 1 of RFC 7093 §2: the leftmost 160 bits of the SHA-256 hash of the key bits.
    /// </summary>
    internal static byte[] KeyIdentifierOf(SubjectPublicKeyInfo info) => SHA256.HashData(info.PublicKey.GetBytes())[..20];
}
