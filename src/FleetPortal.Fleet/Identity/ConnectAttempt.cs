using System.Security.Cryptography.X509Certificates;
using FleetPortal.Pki.Chains;
using FleetPortal.Pki.Outside;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Identity;

/// <summary>What a device showed of itself when it asked to be let in.</summary>
public sealed record ConnectAttempt
{
    /// <summary>The MQTT client identifier as sent; at most 65,535 octets, kept cut.</summary>
    public required string ClientId { get; init; }

    /// <summary>Address and port.</summary>
    public required string RemoteAddress { get; init; }

    /// <summary>"MQTT 5", "MQTT 3.1.1".</summary>
    public required string Protocol { get; init; }

    /// <summary>"TLS 1.3, TLS_AES_256_GCM_SHA384", or null without TLS.</summary>
    public string? Tls { get; init; }

    /// <summary>The client certificate, or null.</summary>
    public PresentedCertificate? Certificate { get; init; }

    /// <summary>The topic of the last will, or null.</summary>
    public string? WillTopic { get; init; }

    /// <summary>For how long after its end the certificate still counts: for a renewal, where the profile says so. Never for a session.</summary>
    public TimeSpan ExpiredAllowance { get; init; }

    /// <summary>Only asked what would happen: nothing is counted.</summary>
    public bool IsDryRun { get; init; }
}

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
    /// Whether no path can be built because of a fault that an import tolerates (see <see cref="OutsideCertificate.Notes"/>). If such a
    /// certificate is registered, its octets and the signature of its authority were checked at the import.
    /// </summary>
    /// <remarks>Read on demand: of a stranger's certificate nobody asks.</remarks>
    public bool HasToleratedFault => _untrusted is not null && OutsideCertificate.NotesOf(_untrusted).Count > 0;
}
