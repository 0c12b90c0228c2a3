using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Refuses a topic that the policy of the connection does not allow, and counts the refusal. A Thing may also answer a request on its
/// response topic, once and not retained (<see cref="ResponseRights"/>).
/// </summary>
internal sealed class RequireTopicRight(TopicActivity activity, ResponseRights responses) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        var (policy, message) = (publish.Policy, publish.Message);
        var verdict = policy.MayPublish(message.Topic);
        if (verdict.Allowed || (policy.Kind == PrincipalKind.Thing && !message.Retain && !publish.IsWill
            && responses.TryUse(policy.PrincipalName, message.Topic)))
        {
            return new ValueTask<PublishFlow>(PublishFlow.Continue);
        }

        activity.Refused(policy.PrincipalName, message.Topic);
        return publish.Refuse(ReasonCode.NotAuthorized, ReasonStrings.TopicRefused + ": " + verdict.Rule);
    }
}
