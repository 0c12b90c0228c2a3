using FleetPortal.Fleet.Topics;

namespace FleetPortal.Fleet.Tests.Topics;

/// <summary>A subscriber with a name and nothing else.</summary>
internal sealed record Subscriber(string ClientId) : ITopicSubscriber;
