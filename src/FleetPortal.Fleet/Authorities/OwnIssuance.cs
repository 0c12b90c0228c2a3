using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Certificates that the portal issues to itself (listeners, OCSP responders): known by serial number, belonging to no Thing.</summary>
internal static class OwnIssuance
{
    /// <summary>Notes the serial number before anybody sees the certificate.</summary>
    public static void Note(WriteScope scope, long authorityKey, SerialNumber serialNumber) =>
        scope.Db.Set<IssuanceRecord>().Add(new IssuanceRecord { SerialNumber = serialNumber.ToString(), AuthorityKey = authorityKey, IntendedAt = scope.Now, State = IssuanceState.Issued });
}
