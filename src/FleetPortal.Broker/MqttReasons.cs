using FleetPortal.Fleet.Connections;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>How decisions are spelled on the wire: the one place where a code of ours becomes a reason code (MQTT 5 §2.4).</summary>
internal static class MqttReasons
{
    /// <summary>CONNACK. MQTTnet turns these into the return codes of MQTT 3.1.1 (§3.2.2.3), and a code that is new in MQTT 5 into "unacceptable protocol version": hence 5, not authorized.</summary>
    public static MqttConnectReasonCode Connect(string code, MqttProtocolVersion version) => code switch
    {
        "will-topic-too-long" when version < MqttProtocolVersion.V500 => MqttConnectReasonCode.NotAuthorized,
        "client-identifier-mismatch" => MqttConnectReasonCode.ClientIdentifierNotValid,
        "will-topic-too-long" => MqttConnectReasonCode.TopicNameInvalid,
        "connect-rate" => MqttConnectReasonCode.ConnectionRateExceeded,
        _ => MqttConnectReasonCode.NotAuthorized,
    };

    /// <summary>DISCONNECT.</summary>
    public static MqttDisconnectReasonCode Disconnect(SessionEndReason end) => end switch
    {
        SessionEndReason.TakenOver => MqttDisconnectReasonCode.SessionTakenOver,
        SessionEndReason.RightsWithdrawn => MqttDisconnectReasonCode.NotAuthorized,
        SessionEndReason.ShuttingDown => MqttDisconnectReasonCode.ServerShuttingDown,
        _ => MqttDisconnectReasonCode.AdministrativeAction,
    };

    /// <summary>The ReasonString beside it.</summary>
    public static string Text(SessionEndReason end) => end switch
    {
        SessionEndReason.TakenOver => "session-taken-over",
        SessionEndReason.RightsWithdrawn => "rights-withdrawn",
        SessionEndReason.ShuttingDown => "server-shutting-down",
        _ => "administrative-action",
    };
}
