using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the Thing may publish to the topic of its last will, which the broker publishes in the name of the Thing.</summary>
internal sealed class SessionPolicy(TopicLimits limits) : ICheck
{
    public Check Check => CheckCatalogue.SessionPolicy;

    public CheckResult Run(CheckContext context)
    {
        if (context.Principal is not { } principal)
        {
            return this.NotReached();
        }

        var policy = new ThingTopicPolicy(principal.ThingName, principal.ThingType);
        if (context.Attempt.WillTopic is not { } will)
        {
            return this.Passed($"default, {policy.Prefix}/…");
        }

        if (limits.Excess(will) is { } excess)
        {
            return this.Failed(RefusalCodes.WillTopicTooLong,
                "the topic of the last will is too long", $"will: {excess}", "Put the will on a shorter topic.");
        }

        var verdict = policy.MayPublish(will);
        return verdict.Allowed
            ? this.Passed($"default, {policy.Prefix}/…; will on {will}")
            : this.Failed(RefusalCodes.WillTopicRefused, "the last will is on a topic that the Thing may not publish to",
                $"will on {will}: {verdict.Rule}", $"Put the will below {policy.Prefix}/state/.");
    }
}
