using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>The audit actions of sessions of devices.</summary>
public static class ConnectionActions
{
    /// <summary>Closed a session.</summary>
    [AuditAction(AuditTargets.Connection, "Closed a session")]
    public const string Closed = "connection.closed";
}
