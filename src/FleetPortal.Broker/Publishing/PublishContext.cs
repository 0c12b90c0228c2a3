using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace FleetPortal.Broker.Publishing;

/// <summary>One PUBLISH on its way through the steps. A struct, so that a message costs no further allocation.</summary>
internal struct PublishContext(InterceptingPublishEventArgs packet)
{
    /// <summary>The packet as MQTTnet passes it on.</summary>
    public readonly InterceptingPublishEventArgs Packet => packet;

    /// <summary>The message as the device sent it.</summary>
    public readonly MqttApplicationMessage Message => packet.ApplicationMessage;

    /// <summary>The connection that sent it. <see cref="RequireLiveRights"/> sets it.</summary>
    public LiveConnection Connection { get; set; } = null!;

    /// <summary>The topic policy of the connection. <see cref="RequireLiveRights"/> sets it.</summary>
    public TopicPolicy Policy { get; set; } = null!;

    /// <summary>Does not deliver the message, and answers PUBACK with a reason (MQTT 5 §3.4.2.1).</summary>
    public readonly ValueTask<PublishFlow> Refuse(MqttPubAckReasonCode code, string reason)
    {
        packet.ProcessPublish = false;
        packet.Response.ReasonCode = code;
        packet.Response.ReasonString = reason;
        return new ValueTask<PublishFlow>(PublishFlow.Stop);
    }
}
