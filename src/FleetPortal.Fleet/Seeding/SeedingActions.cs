using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Seeding;

/// <summary>The audit actions of the synthetic fleet.</summary>
public static class SeedingActions
{
    /// <summary>The registry was filled with a synthetic fleet.</summary>
    [AuditAction(AuditTargets.Thing, "Filled the registry with a synthetic fleet")]
    public const string Seeded = "fleet.seeded";
}
