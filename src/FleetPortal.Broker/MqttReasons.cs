using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Identity;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>Translates our codes to MQTT reason codes (MQTT 5 §2.4).</summary>
internal static class MqttReasons
{
    /// <summary>
    /// The reason code of CONNACK. MQTTnet translates it to a return code of MQTT 3.1.1 (§3.2.2.3). It would translate a code that is new
    /// in MQTT 5 to "unacceptable protocol version", so those clients get "not authorized".
    /// </summary>
    public static MqttConnectReasonCode Connect(string code, MqttProtocolVersion version) => code switch
    {
        RefusalCodes.WillTopicTooLong when version < MqttProtocolVersion.V500 => MqttConnectReasonCode.NotAuthorized,
        RefusalCodes.ClientIdentifierMismatch => MqttConnectReasonCode.ClientIdentifierNotValid,
        RefusalCodes.WillTopicTooLong => MqttConnectReasonCode.TopicNameInvalid,
        RefusalCodes.ConnectRate => MqttConnectReasonCode.ConnectionRateExceeded,
        _ => MqttConnectReasonCode.NotAuthorized,
    };

    /// <summary>The reason code of DISCONNECT.</summary>
    public static MqttDisconnectReasonCode Disconnect(SessionEndReason end) => end switch
    {
        SessionEndReason.TakenOver => MqttDisconnectReasonCode.SessionTakenOver,
        SessionEndReason.RightsWithdrawn => MqttDisconnectReasonCode.NotAuthorized,
        SessionEndReason.ShuttingDown => MqttDisconnectReasonCode.ServerShuttingDown,
        _ => MqttDisconnectReasonCode.AdministrativeAction,
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
