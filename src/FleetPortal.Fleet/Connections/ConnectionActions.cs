using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>The audit actions of sessions of devices.</summary>
public static class ConnectionActions
{
    /// <summary>An operator closed the session of a device.</summary>
    [AuditAction(AuditTargets.Connection, "Closed a session")]
    public const string Closed = "connection.closed";
}
