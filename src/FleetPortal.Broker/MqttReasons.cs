using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;

namespace FleetPortal.Broker;

/// <summary>Translates our codes to MQTT reason codes (MQTT 5 §2.4).</summary>
internal static class MqttReasons
{
    /// <summary>The reason code of CONNACK. <see cref="PacketWriter"/> translates it to a return code of MQTT 3.1.1 (§3.2.2.3).</summary>
    public static ReasonCode Connect(string code) => code switch
    {
        RefusalCodes.ClientIdentifierMismatch => ReasonCode.ClientIdentifierNotValid,
        RefusalCodes.WillTopicTooLong => ReasonCode.TopicNameInvalid,
        RefusalCodes.ConnectRate => ReasonCode.ConnectionRateExceeded,
        RefusalCodes.ApplicationConnections => ReasonCode.QuotaExceeded,
        _ => ReasonCode.NotAuthorized,
    };

    /// <summary>The reason code of DISCONNECT.</summary>
    public static ReasonCode Disconnect(SessionEndReason end) => end switch
    {
        SessionEndReason.TakenOver => ReasonCode.SessionTakenOver,
        SessionEndReason.RightsWithdrawn => ReasonCode.NotAuthorized,
        SessionEndReason.ShuttingDown => ReasonCode.ServerShuttingDown,
        _ => ReasonCode.AdministrativeAction,
    };

    /// <summary>The ReasonString of DISCONNECT.</summary>
    public static string Text(SessionEndReason end) => end switch
    {
        SessionEndReason.TakenOver => ReasonStrings.SessionTakenOver,
        SessionEndReason.RightsWithdrawn => ReasonStrings.RightsWithdrawn,
        SessionEndReason.ShuttingDown => ReasonStrings.ServerShuttingDown,
        _ => ReasonStrings.AdministrativeAction,
    };
}
