using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Connections;

/// <summary>A client certificate with the result of its path validation.</summary>
public sealed class PresentedCertificate
{
    private readonly byte[]? _untrusted;

    /// <summary>Copies the needed values, so that the certificate object can be disposed.</summary>
    public PresentedCertificate(X509Certificate2 certificate, ChainVerdict chain)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(chain);
        Chain = chain;
        Id = CertificateId.Of(certificate.RawDataMemory.Span);
        SerialNumber = Convert.ToHexStringLower(certificate.SerialNumberBytes.Span);
        SubjectPublicKeyInfo = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        NotBefore = certificate.NotBefore;
        NotAfter = certificate.NotAfter;
        _untrusted = chain.Trusted ? null : certificate.RawData;
    }

    /// <summary>The SHA-256 hash of the DER.</summary>
    public CertificateId Id { get; }

    /// <summary>The serial number in lower-case hexadecimal.</summary>
    public string SerialNumber { get; }

    /// <summary>The public key: SubjectPublicKeyInfo in DER.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>The start of validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>The end of validity.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>The result of path validation, without time and status.</summary>
    public ChainVerdict Chain { get; }

    /// <summary>
    /// Whether path validation failed because of a deviation from RFC 5280 that an import tolerates (see
    /// <see cref="ExternalCertificate.Notes"/>). If such a certificate is registered, the import has checked its octets and the signature
    /// of its authority.
    /// </summary>
    /// <remarks>Computed on demand, because certificates of unknown clients never need it.</remarks>
    public bool HasToleratedFault => _untrusted is not null && ExternalCertificate.NotesOf(_untrusted).Count > 0;
}
