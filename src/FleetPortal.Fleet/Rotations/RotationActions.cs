using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Rotations;

/// <summary>The audit actions of rotations.</summary>
public static class RotationActions
{
    /// <summary>The portal finished a rotation.</summary>
    [AuditAction(AuditTargets.Thing, "Finished a rotation")]
    public const string Committed = "rotation.committed";

    /// <summary>The device proved the new certificate of a rotation.</summary>
    [AuditAction(AuditTargets.Thing, "Proved the new certificate of a rotation")]
    public const string Proven = "rotation.proven";

    /// <summary>The actor requested a rotation.</summary>
    [AuditAction(AuditTargets.Thing, "Requested a rotation")]
    public const string Requested = "rotation.requested";

    /// <summary>The actor rolled back a rotation.</summary>
    [AuditAction(AuditTargets.Thing, "Rolled back a rotation")]
    public const string RolledBack = "rotation.rolled-back";
}
