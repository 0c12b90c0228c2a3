namespace FleetPortal.Fleet.Topics;

/// <summary>What the Things of one type publish on one channel.</summary>
/// <param name="ThingType">The second level of the topics.</param>
/// <param name="Channel">The fourth level, such as <c>telemetry</c>.</param>
/// <param name="PerSecond">Messages per second over about the last ten seconds, on the topics that <see cref="TopicActivity"/>
/// follows.</param>
/// <param name="SampleTopic">One of the topics, to ask who hears it.</param>
public sealed record ChannelActivity(string ThingType, string Channel, double PerSecond, string SampleTopic);
