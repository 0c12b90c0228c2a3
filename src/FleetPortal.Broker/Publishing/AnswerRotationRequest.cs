using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>Answers a rotation request, which the portal consumes: no subscriber receives it.</summary>
internal sealed class AnswerRotationRequest(RotationRequests rotations, TimeProvider time) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish) =>
        publish.Policy is ThingTopicPolicy own && publish.Message.Topic == own.RotationRequest
            ? AnswerAsync(publish.Message.Payload, publish.Connection)
            : new ValueTask<PublishFlow>(PublishFlow.Continue);

    private async ValueTask<PublishFlow> AnswerAsync(byte[] payload, LiveConnection connection)
    {
        connection.Incoming.Add(time.GetUtcNow());
        await rotations.AnswerAsync(connection, payload, CancellationToken.None);
        return PublishFlow.Stop;
    }
}
