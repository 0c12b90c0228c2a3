using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Refuses a topic or response topic with too many octets or levels. The refusal is not counted among the Thing's topics, because the count
/// would keep the topic in memory.
/// </summary>
internal sealed class RequireTopicLimits(TopicLimits limits) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish) =>
        (limits.Excess(publish.Message.Topic) ?? limits.Excess(publish.Message.ResponseTopic)) is { } excess
            ? publish.Refuse(ReasonCode.TopicNameInvalid, ReasonStrings.TopicTooLong + ": " + excess)
            : new ValueTask<PublishFlow>(PublishFlow.Continue);
}
