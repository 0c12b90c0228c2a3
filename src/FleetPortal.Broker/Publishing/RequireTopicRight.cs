using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>Refuses a topic that the policy of the connection does not allow, and counts the refusal.</summary>
internal sealed class RequireTopicRight(TopicActivity activity) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        var verdict = publish.Policy.MayPublish(publish.Message.Topic);
        if (verdict.Allowed)
        {
            return new ValueTask<PublishFlow>(PublishFlow.Continue);
        }

        activity.Refused(publish.Policy.PrincipalName, publish.Message.Topic);
        return publish.Refuse(ReasonCode.NotAuthorized, ReasonStrings.TopicRefused + ": " + verdict.Rule);
    }
}
