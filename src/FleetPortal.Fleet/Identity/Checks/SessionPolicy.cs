using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>Checks that the client may publish to the topic of its last will, which the broker publishes in its name.</summary>
internal sealed class SessionPolicy(TopicLimits limits) : ICheck
{
    public Check Check => CheckCatalogue.SessionPolicy;

    public CheckResult Run(CheckContext context)
    {
        if (context.Principal is not { } principal)
        {
            return this.NotReached();
        }

        var policy = principal.Policy;
        var described = policy is ThingTopicPolicy own
            ? $"default, {own.Prefix}/…" : $"hears {policy.SubscribeFilters.Count} and publishes {policy.PublishFilters.Count} filters";
        if (context.Attempt.WillTopic is not { } will)
        {
            return this.Passed(described);
        }

        if (limits.Excess(will) is { } excess)
        {
            return this.Failed(RefusalCodes.WillTopicTooLong,
                "the topic of the last will is too long", $"will: {excess}", "Put the will on a shorter topic.");
        }

        var verdict = policy.MayPublish(will);
        return verdict.Allowed
            ? this.Passed($"{described}; will on {will}")
            : this.Failed(RefusalCodes.WillTopicRefused, $"the last will is on a topic that the {principal.Noun} may not publish to",
                $"will on {will}: {verdict.Rule}", policy is ThingTopicPolicy { Prefix: var prefix }
                    ? $"Put the will below {prefix}/state/."
                    : $"Put the will on a topic that the application may publish, such as apps/{principal.Name}/state.");
    }
}
