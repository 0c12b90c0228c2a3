using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>Counts the message for its connection and its topic, and checks its sequence number.</summary>
internal sealed class MeasureMessage(TopicActivity activity, SequenceTracker sequences, TimeProvider time) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(PublishContext publish)
    {
        var (message, thingName) = (publish.Message, publish.Policy.PrincipalName);
        publish.Connection.Incoming.Add(time.GetUtcNow());
        activity.Published(thingName, message.Topic, message.Payload, message.Retain);
        sequences.Note(thingName, message.Payload);
        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
