using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Things;

/// <summary>The audit actions of Things.</summary>
public static class ThingActions
{
    /// <summary>The type, the groups, the attributes or the state of a Thing were changed.</summary>
    [AuditAction(AuditTargets.Thing, "Changed a Thing")]
    public const string Changed = "thing.changed";

    /// <summary>The certificates of a Thing were put on hold and its sessions were closed.</summary>
    [AuditAction(AuditTargets.Thing, "Contained a Thing")]
    public const string Contained = "thing.contained";

    /// <summary>A Thing was retired and its name was freed.</summary>
    [AuditAction(AuditTargets.Thing, "Retired and forgot a Thing")]
    public const string Forgotten = "thing.forgotten";

    /// <summary>A Thing was added to the registry.</summary>
    [AuditAction(AuditTargets.Thing, "Registered a Thing")]
    public const string Registered = "thing.registered";

    /// <summary>The containment of a Thing was ended.</summary>
    [AuditAction(AuditTargets.Thing, "Released a Thing")]
    public const string Released = "thing.released";

    /// <summary>A Thing was retired; its name stays reserved.</summary>
    [AuditAction(AuditTargets.Thing, "Retired a Thing")]
    public const string Retired = "thing.retired";
}
