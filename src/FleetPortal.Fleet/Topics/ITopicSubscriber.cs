namespace FleetPortal.Fleet.Topics;

/// <summary>What subscribes to topics: in the broker, one subscription of a session.</summary>
public interface ITopicSubscriber
{
    /// <summary>The client identifier of the session.</summary>
    string ClientId { get; }
}
