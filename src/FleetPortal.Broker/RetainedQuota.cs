using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker;

/// <summary>
/// The topics on which each Thing or application has a retained message. Retained messages stay in memory, so their number is limited for
/// each of them. A topic belongs to the one that published its message last: several applications may publish on the same topic. An empty
/// payload frees a topic (MQTT 5 §3.3.1.3); retiring its owner does too. Thread-safe.
/// </summary>
internal sealed class RetainedQuota(BrokerLimits limits)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HashSet<string>> _topics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _owners = new(StringComparer.Ordinal);

    /// <summary>Reserves or frees a topic; false if the owner has no place left.</summary>
    public bool TryReserve(string owner, string topic, bool clears)
    {
        lock (_lock)
        {
            var before = _owners.GetValueOrDefault(topic);
            if (!clears && before != owner && _topics.GetValueOrDefault(owner)?.Count >= limits.RetainedTopicsPerThing)
            {
                return false;
            }

            if (before is not null && (clears || before != owner))
            {
                Free(before, topic);
            }

            if (!clears && before != owner)
            {
                if (!_topics.TryGetValue(owner, out var topics))
                {
                    _topics.Add(owner, topics = new HashSet<string>(StringComparer.Ordinal));
                }

                topics.Add(topic);
                _owners[topic] = owner;
            }

            return true;
        }
    }

    /// <summary>Whether a Thing has a retained message that matches a topic filter.</summary>
    public bool AnyMatch(string thingName, string filter)
    {
        if (!TopicFilter.TryParse(filter, out var parsed))
        {
            return false;
        }

        lock (_lock)
        {
            return _topics.TryGetValue(thingName, out var topics)
                && topics.Any(topic => TopicName.TryParse(topic, out var name) && parsed!.Matches(name));
        }
    }

    /// <summary>Forgets a Thing; returns the topics of its retained messages.</summary>
    public IReadOnlyCollection<string> Forget(string thingName)
    {
        lock (_lock)
        {
            if (!_topics.Remove(thingName, out var topics))
            {
                return [];
            }

            foreach (var topic in topics)
            {
                _owners.Remove(topic);
            }

            return topics;
        }
    }

    private void Free(string owner, string topic)
    {
        _owners.Remove(topic);
        if (_topics.TryGetValue(owner, out var topics) && topics.Remove(topic) && topics.Count == 0)
        {
            _topics.Remove(owner);
        }
    }
}
