using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Expiry;

/// <summary>The audit actions of expiry.</summary>
public static class ExpiryActions
{
    /// <summary>Certificates or authorities are about to expire.</summary>
    [AuditAction(AuditTargets.Expiry, "Warned of an expiry")]
    public const string Warned = "expiry.warning";
}
