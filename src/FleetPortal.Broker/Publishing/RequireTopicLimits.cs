using FleetPortal.Fleet.Topics;
using MQTTnet.Protocol;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// Refuses a topic or response topic with too many octets or levels. The refusal is not counted among the Thing's topics, because the count
/// would keep the topic in memory.
/// </summary>
internal sealed class RequireTopicLimits(TopicLimits limits) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(ref PublishContext publish) =>
        (limits.Excess(publish.Message.Topic) ?? limits.Excess(publish.Message.ResponseTopic)) is { } excess
            ? publish.Refuse(MqttPubAckReasonCode.TopicNameInvalid, ReasonStrings.TopicTooLong + ": " + excess)
            : new ValueTask<PublishFlow>(PublishFlow.Continue);
}
