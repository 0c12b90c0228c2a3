using FleetPortal.Fleet.Connections;
using MQTTnet.Protocol;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Refuses a message whose connection is closing or gone. This includes the will of a session that the portal closed: a Thing without
/// rights publishes nothing.
/// </summary>
internal sealed class RequireLiveRights(LiveConnections connections) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(ref PublishContext publish)
    {
        if (connections.OfClient(publish.Packet.ClientId) is not { Policy: { } policy, ClosingReason: null } connection)
        {
            return publish.Refuse(MqttPubAckReasonCode.NotAuthorized, ReasonStrings.RightsWithdrawn);
        }

        (publish.Connection, publish.Policy) = (connection, policy);
        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
