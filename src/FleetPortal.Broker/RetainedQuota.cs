using System.Collections.Concurrent;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker;

/// <summary>
/// The topics on which each Thing has a retained message. Retained messages stay in memory, so their number is limited for each Thing.
/// An empty payload frees a topic (MQTT 5 §3.3.1.3); retiring the Thing frees all of its topics.
/// </summary>
internal sealed class RetainedQuota(BrokerLimits limits)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, byte>> _topics = new(StringComparer.Ordinal);

    /// <summary>Reserves or frees a topic; false if the Thing has no place left.</summary>
    public bool TryReserve(string thingName, string topic, bool clears)
    {
        var topics = _topics.GetOrAdd(thingName, _ => new ConcurrentDictionary<string, byte>(StringComparer.Ordinal));
        if (clears)
        {
            topics.TryRemove(topic, out _);
            return true;
        }

        if (topics.Count >= limits.RetainedTopicsPerThing && !topics.ContainsKey(topic))
        {
            return false;
        }

        topics[topic] = 0;
        return true;
    }

    /// <summary>Whether a Thing has a retained message that matches a topic filter.</summary>
    public bool AnyMatch(string thingName, string filter) =>
        _topics.TryGetValue(thingName, out var topics) && TopicFilter.TryParse(filter, out var parsed)
            && topics.Keys.Any(topic => TopicName.TryParse(topic, out var name) && parsed!.Matches(name));

    /// <summary>Forgets a Thing; returns the topics of its retained messages.</summary>
    public IReadOnlyCollection<string> Forget(string thingName) => _topics.TryRemove(thingName, out var topics) ? [.. topics.Keys] : [];
}
