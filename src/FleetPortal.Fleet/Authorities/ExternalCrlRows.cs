using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Revocation;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Looks up a certificate in the stored CRL of an external authority, inside a transaction.</summary>
internal static class ExternalCrlRows
{
    /// <summary>Throws if the CRL lists the serial number. Does nothing if the authority has no stored CRL.</summary>
    /// <exception cref="FleetError"><c>revoked-by-authority</c>.</exception>
    public static void RequireNotListed(WriteScope scope, long? authorityKey, string serialNumber)
    {
        if (authorityKey is not { } key || scope.Db.Set<ExternalCrlRecord>().Where(x => x.AuthorityKey == key && x.Der != null)
            .Select(x => new { x.Der, x.ThisUpdate, x.Authority!.Name }).SingleOrDefault() is not { } row)
        {
            return;
        }

        foreach (var entry in ExternalCrl.Stored(row.Der!).Entries)
        {
            if (entry.SerialNumber == serialNumber)
            {
                var what = entry.Reason == CrlReason.CertificateHold ? "has put the certificate on hold" : "has revoked the certificate";
                throw new FleetError(FleetErrorKind.Refused,
                    AuthorityErrors.RevokedByAuthority, $"{row.Name} {what}: it is on its CRL of {row.ThisUpdate:yyyy-MM-ddTHH:mm:ssZ}.");
            }
        }
    }
}
