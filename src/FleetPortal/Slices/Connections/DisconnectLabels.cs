using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Connections;

/// <summary>The words for the end of a connection.</summary>
public static class DisconnectLabels
{
    /// <summary>What a disconnect does, and how to prevent that the client comes back.</summary>
    public static string Question(PrincipalKind kind) =>
        "The portal closes its connection with DISCONNECT 0x98. The client can reconnect at once. To prevent that, "
            + (kind == PrincipalKind.Thing ? "contain the Thing." : "disable the application.");

    /// <summary>The reason as a sentence without a capital.</summary>
    public static string Of(LastDisconnect disconnect)
    {
        ArgumentNullException.ThrowIfNull(disconnect);
        return disconnect.Reason switch
        {
            DisconnectReason.ClientLeft => "the device disconnected by itself",
            DisconnectReason.ConnectionLost => "the network connection broke",
            DisconnectReason.KeepAliveTimeout => "the device was silent for one and a half times its keep alive",
            DisconnectReason.NotReading => "the device did not read what was sent to it",
            DisconnectReason.ProtocolViolation => $"the device broke the MQTT standard ({disconnect.Detail})",
            DisconnectReason.TakenOver => "a new connection with the same client identifier took the session over",
            DisconnectReason.AdministrativeAction => "an operator closed the connection",
            DisconnectReason.RightsWithdrawn => "its certificate or its rights ended or changed",
            DisconnectReason.ShuttingDown => "the portal stopped",
            _ => "the portal failed; see its log",
        };
    }
}
