namespace FleetPortal.Fleet.Topics;

/// <summary>The answer to the question whether a Thing or an application may publish or subscribe.</summary>
/// <param name="Allowed">Whether it is allowed.</param>
/// <param name="Rule">The topic filter that allows it, or the reason for the refusal as a sentence without a capital.</param>
public sealed record TopicVerdict(bool Allowed, string Rule)
{
    internal static TopicVerdict NotATopicName { get; } = new(false, "not a topic name (MQTT 5 §4.7.3)");

    internal static TopicVerdict NotATopicFilter { get; } = new(false, "not a topic filter (MQTT 5 §4.7.1)");
}
