using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Connections;

/// <summary>The error codes of sessions of devices.</summary>
public static class ConnectionErrors
{
    /// <summary>The client is not connected. Nothing needs to be closed.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string NotFound = "connection-not-found";
}
