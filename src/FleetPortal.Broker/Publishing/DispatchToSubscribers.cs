using MQTTnet.Protocol;
using MQTTnet.Server;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Passes the message to MQTTnet if a session subscribes to its topic. MQTTnet's dispatch looks at every session, so a message that nobody
/// subscribes to does not reach it; such a message is only retained.
/// </summary>
internal sealed class DispatchToSubscribers(Lazy<MqttServer> server, Subscriptions subscriptions) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(ref PublishContext publish)
    {
        publish.Packet.ProcessPublish = subscriptions.AnyMatch(publish.Message.Topic);
        return publish.Message.Retain && !publish.Packet.ProcessPublish
            ? RetainAsync(publish.Packet)
            : new ValueTask<PublishFlow>(PublishFlow.Continue);
    }

    private async ValueTask<PublishFlow> RetainAsync(InterceptingPublishEventArgs packet)
    {
        await server.Value.UpdateRetainedMessageAsync(packet.ApplicationMessage);
        packet.Response.ReasonCode = MqttPubAckReasonCode.NoMatchingSubscribers;
        return PublishFlow.Continue;
    }
}
