namespace FleetPortal.Fleet.Topics;

/// <summary>What one Thing was refused since the start of the portal, on the topics that are followed.</summary>
/// <param name="ThingName">The name of the Thing.</param>
/// <param name="Count">The number of publishes and subscriptions that the policy refused.</param>
public sealed record TopicRefusals(string ThingName, long Count);
