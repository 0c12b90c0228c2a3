using System.Buffers;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Publishing;

/// <summary>Counts the message for its connection and its topic, and checks its sequence number.</summary>
internal sealed class MeasureMessage(TopicActivity activity, SequenceTracker sequences, TimeProvider time) : IPublishStep
{
    public ValueTask<PublishFlow> RunAsync(ref PublishContext publish)
    {
        var (message, thingName) = (publish.Message, publish.Policy.PrincipalName);
        publish.Connection.Incoming.Add(time.GetUtcNow());
        var payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan : message.Payload.ToArray();
        activity.Published(thingName, message.Topic, payload, message.Retain);
        sequences.Note(thingName, payload);
        return new ValueTask<PublishFlow>(PublishFlow.Continue);
    }
}
