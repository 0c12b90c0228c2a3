using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Expiry;

/// <summary>The audit actions of expiry.</summary>
public static class ExpiryActions
{
    /// <summary>Warned of an expiry.</summary>
    [AuditAction(AuditTargets.Expiry, "Warned of an expiry")]
    public const string Warned = "expiry.warning";
}
