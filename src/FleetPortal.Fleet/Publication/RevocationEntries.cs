using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Publication;

/// <summary>Translates the stored status to entries of CRLs and reasons of OCSP.</summary>
internal static class RevocationEntries
{
    /// <summary>Returns the CRLReason of a certificate that is on hold or revoked.</summary>
    public static CrlReason Reason(CertificateStatus status, RevocationReason? reason) =>
        status == CertificateStatus.Inactive ? CrlReason.CertificateHold : (CrlReason)(int)(reason ?? RevocationReason.Unspecified);

    /// <summary>Returns the CRL entry of a certificate.</summary>
    public static RevokedEntry Entry(string serialNumber,
        DateTimeOffset changedAt, CertificateStatus status, RevocationReason? reason, DateTimeOffset thisUpdate) => new(
        SerialNumber.TryParse(serialNumber, out var serial)
            ? serial.Value : throw new InvalidOperationException($"{serialNumber} is not a serial number."),
        CrlTimes.RevokedAt(changedAt, thisUpdate), Reason(status, reason));
}
