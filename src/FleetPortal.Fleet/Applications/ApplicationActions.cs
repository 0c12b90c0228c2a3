using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Applications;

/// <summary>The audit actions of applications.</summary>
public static class ApplicationActions
{
    /// <summary>The owner, the note, the rights, the limit or the state of an application were changed.</summary>
    [AuditAction(AuditTargets.Application, "Changed an application")]
    public const string Changed = "application.changed";

    /// <summary>An application was created.</summary>
    [AuditAction(AuditTargets.Application, "Created an application")]
    public const string Created = "application.created";

    /// <summary>An application was deleted and its certificates were revoked; its name stays reserved.</summary>
    [AuditAction(AuditTargets.Application, "Deleted an application")]
    public const string Deleted = "application.deleted";
}
