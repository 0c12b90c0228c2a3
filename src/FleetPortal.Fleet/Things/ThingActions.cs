using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>The audit actions of Things.</summary>
public static class ThingActions
{
    /// <summary>Changed a Thing.</summary>
    [AuditAction(AuditTargets.Thing, "Changed a Thing")]
    public const string Changed = "thing.changed";

    /// <summary>Contained a Thing.</summary>
    [AuditAction(AuditTargets.Thing, "Contained a Thing")]
    public const string Contained = "thing.contained";

    /// <summary>Retired and forgot a Thing.</summary>
    [AuditAction(AuditTargets.Thing, "Retired and forgot a Thing")]
    public const string Forgotten = "thing.forgotten";

    /// <summary>Registered a Thing.</summary>
    [AuditAction(AuditTargets.Thing, "Registered a Thing")]
    public const string Registered = "thing.registered";

    /// <summary>Released a Thing.</summary>
    [AuditAction(AuditTargets.Thing, "Released a Thing")]
    public const string Released = "thing.released";

    /// <summary>Retired a Thing.</summary>
    [AuditAction(AuditTargets.Thing, "Retired a Thing")]
    public const string Retired = "thing.retired";
}
