using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using MQTTnet.Server;

namespace FleetPortal.Broker.Publishing;

/// <summary>Answers a rotation request, which the portal consumes: no subscriber receives it.</summary>
internal sealed class AnswerRotationRequest(RotationRequests rotations, TimeProvider time) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(ref PublishContext publish) =>
        publish.Policy is ThingTopicPolicy own && publish.Message.Topic == own.RotationRequest
            ? AnswerAsync(publish.Packet, publish.Connection)
            : new ValueTask<PublishFlow>(PublishFlow.Continue);

    private async ValueTask<PublishFlow> AnswerAsync(InterceptingPublishEventArgs packet, LiveConnection connection)
    {
        packet.ProcessPublish = false;
        connection.Incoming.Add(time.GetUtcNow());
        await rotations.AnswerAsync(connection, packet.ApplicationMessage.Payload, packet.CancellationToken);
        return PublishFlow.Stop;
    }
}
