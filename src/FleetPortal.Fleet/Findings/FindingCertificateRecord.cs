namespace FleetPortal.Fleet.Findings;

/// <summary>A row of the table FindingCertificates: a certificate that a finding is about.</summary>
internal sealed class FindingCertificateRecord
{
    public long FindingKey { get; set; }

    /// <summary>The identifier of the certificate: its SHA-256 hash.</summary>
    public required byte[] CertificateId { get; set; }
}
