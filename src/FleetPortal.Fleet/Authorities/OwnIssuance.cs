using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// Records certificates that the portal issues to itself (listeners, OCSP responders). They belong to no Thing; the table keeps their
/// serial numbers.
/// </summary>
internal static class OwnIssuance
{
    /// <summary>Stores the serial number. Call it before the certificate is used.</summary>
    public static void Note(WriteScope scope, long authorityKey, SerialNumber serialNumber) =>
        scope.Db.Set<IssuanceRecord>().Add(new IssuanceRecord { SerialNumber = serialNumber.ToString(),
            AuthorityKey = authorityKey, IntendedAt = scope.Now, State = IssuanceState.Issued });
}
