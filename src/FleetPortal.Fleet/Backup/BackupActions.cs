using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Backup;

/// <summary>The audit actions of backup and restore.</summary>
public static class BackupActions
{
    /// <summary>A backup was written.</summary>
    [AuditAction(AuditTargets.Portal, "Made a backup")]
    public const string BackedUp = "portal.backed-up";

    /// <summary>A backup was restored.</summary>
    [AuditAction(AuditTargets.Portal, "Restored a backup")]
    public const string Restored = "portal.restored";
}
