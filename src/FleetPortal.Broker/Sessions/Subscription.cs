using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Sessions;

/// <summary>A subscription of one session (MQTT 5 §3.8.3).</summary>
/// <param name="session">The session that it belongs to.</param>
/// <param name="filter">The topic filter.</param>
/// <param name="request">The options that the client asked for.</param>
/// <param name="identifier">The subscription identifier; 0 for none.</param>
internal sealed class Subscription(Session session, TopicFilter filter, SubscriptionRequest request, uint identifier) : ITopicSubscriber
{
    /// <summary>The session that it belongs to.</summary>
    public Session Session => session;

    /// <summary>The client identifier of the session.</summary>
    public string ClientId => session.ClientId;

    /// <summary>The topic filter of the subscription.</summary>
    public TopicFilter Filter => filter;

    /// <summary>The options that the client asked for.</summary>
    public SubscriptionRequest Request => request;

    /// <summary>The granted quality of service.</summary>
    public QualityOfService QualityOfService => request.QualityOfService;

    /// <summary>The subscription identifier; 0 for none.</summary>
    public uint Identifier => identifier;

    /// <summary>
    /// The group of a shared subscription; null for an ordinary one. Its members are the instances of one application with the same share
    /// name and filter. Otherwise an application could take messages away from another one, and drop those that it has no right to hear.
    /// </summary>
    public string? Group { get; } =
        filter.ShareName is null ? null : $"{LiveConnections.NameOf(session.ClientId)} {filter.Text}";
}
