using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.External;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Connections;

/// <summary>A client certificate and what path validation said of it.</summary>
public sealed class PresentedCertificate
{
    private readonly byte[]? _untrusted;

    /// <summary>Reads what is needed once.</summary>
    public PresentedCertificate(X509Certificate2 certificate, ChainVerdict chain)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        ArgumentNullException.ThrowIfNull(chain);
        Chain = chain;
        Id = CertificateId.Of(certificate.RawDataMemory.Span);
        SubjectPublicKeyInfo = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        NotBefore = certificate.NotBefore;
        NotAfter = certificate.NotAfter;
        _untrusted = chain.Trusted ? null : certificate.RawData;
    }

    /// <summary>SHA-256 of the DER.</summary>
    public CertificateId Id { get; }

    /// <summary>DER.</summary>
    public byte[] SubjectPublicKeyInfo { get; }

    /// <summary>Start of validity.</summary>
    public DateTimeOffset NotBefore { get; }

    /// <summary>End of validity.</summary>
    public DateTimeOffset NotAfter { get; }

    /// <summary>Path validation, apart from time and status.</summary>
    public ChainVerdict Chain { get; }

    /// <summary>
    /// Whether no path can be built because of a fault that an import tolerates (see <see cref="ExternalCertificate.Notes"/>). If such a
    /// certificate is registered, its octets and the signature of its authority were checked at the import.
    /// </summary>
    /// <remarks>Read on demand: of a stranger's certificate nobody asks.</remarks>
    public bool HasToleratedFault => _untrusted is not null && ExternalCertificate.NotesOf(_untrusted).Count > 0;
}
