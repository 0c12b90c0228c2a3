using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Refuses a message whose connection has lost its rights. This includes the will of a session that the portal closed: a Thing without
/// rights publishes nothing. A session that another connection takes over publishes its will (MQTT-3.1.4-3).
/// </summary>
internal sealed class RequireLiveRights : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        var closing = publish.Connection.ClosingReason;
        if (publish.Connection.Policy is not { } policy || !(closing is null || (publish.IsWill && closing == SessionEndReason.TakenOver)))
        {
            return publish.Refuse(ReasonCode.NotAuthorized, ReasonStrings.RightsWithdrawn);
        }

        publish.Policy = policy;
        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
