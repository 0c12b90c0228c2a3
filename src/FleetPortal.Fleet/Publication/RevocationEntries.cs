using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Publication;

/// <summary>From what the registry stores to what CRL and OCSP say.</summary>
internal static class RevocationEntries
{
    /// <summary>The CRLReason of a certificate that is on hold or revoked.</summary>
    public static CrlReason Reason(CertificateStatus status, RevocationReason? reason) =>
        status == CertificateStatus.Inactive ? CrlReason.CertificateHold : (CrlReason)(int)(reason ?? RevocationReason.Unspecified);

    /// <summary>Its entry on a CRL.</summary>
    public static RevokedEntry Entry(string serialNumber, DateTimeOffset changedAt, CertificateStatus status, RevocationReason? reason, DateTimeOffset thisUpdate) => new(
        SerialNumber.TryParse(serialNumber, out var serial) ? serial.Value : throw new InvalidOperationException($"{serialNumber} is not a serial number."),
        CrlTimes.RevokedAt(changedAt, thisUpdate), Reason(status, reason));
}
