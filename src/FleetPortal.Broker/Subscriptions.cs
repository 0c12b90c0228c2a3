using System.Collections.Concurrent;
using FleetPortal.Fleet.Topics;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>A session that receives a message.</summary>
/// <param name="ClientId">The client identifier of the session.</param>
/// <param name="QualityOfService">The highest quality of service that was granted.</param>
/// <param name="Identifiers">Subscription identifiers of every filter that matches (MQTT 5 §3.3.4).</param>
internal sealed record Listener(string ClientId, MqttQualityOfServiceLevel QualityOfService, List<uint> Identifiers);

/// <summary>
/// The subscriptions of every session, indexed by topic filter. MQTTnet's own list can only be searched session by session. Bounded by the
/// sessions and SubscriptionsPerSession; the entries of a session are removed with it. Thread-safe.
/// </summary>
internal sealed class Subscriptions(TopicFilterTrie trie)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Granted>> _sessions = new(StringComparer.Ordinal);

    /// <summary>
    /// Reserves a place for a subscription; false if the session or the tree is full. The limit applies here and not in <see
    /// cref="Confirm"/>, because one SUBSCRIBE may hold thousands of filters.
    /// </summary>
    /// <param name="clientId">The client identifier of the session.</param>
    /// <param name="filter">The subscription.</param>
    /// <param name="identifier">The subscription identifier of the SUBSCRIBE; 0 for none.</param>
    /// <param name="limit">The most subscriptions of one session.</param>
    public bool TryReserve(string clientId, MqttTopicFilter filter, uint identifier, int limit)
    {
        var granted = Of(clientId);
        if (!granted.ContainsKey(filter.Topic) && (granted.Count >= limit || trie.IsFull))
        {
            return false;
        }

        granted[filter.Topic] = new Granted(filter.QualityOfServiceLevel, identifier);
        return true;
    }

    /// <summary>Adds a subscription that MQTTnet has made.</summary>
    public void Confirm(string clientId, MqttTopicFilter topicFilter)
    {
        if (TopicFilter.TryParse(topicFilter.Topic, out var filter))
        {
            Of(clientId).TryAdd(topicFilter.Topic, new Granted(topicFilter.QualityOfServiceLevel, 0));
            trie.Add(filter!, clientId);
        }
    }

    /// <summary>Removes one subscription of a session.</summary>
    public void Remove(string clientId, string topicFilter)
    {
        if (TopicFilter.TryParse(topicFilter, out var filter))
        {
            trie.Remove(filter!, clientId);
            if (_sessions.TryGetValue(clientId, out var granted))
            {
                granted.TryRemove(topicFilter, out _);
            }
        }
    }

    /// <summary>Removes all subscriptions of a session that was deleted.</summary>
    public void Forget(string clientId)
    {
        if (_sessions.TryRemove(clientId, out var granted))
        {
            foreach (var text in granted.Keys)
            {
                if (TopicFilter.TryParse(text, out var filter))
                {
                    trie.Remove(filter!, clientId);
                }
            }
        }
    }

    /// <summary>Whether any session subscribes to a topic.</summary>
    public bool AnyMatch(string topic) => TopicName.TryParse(topic, out var name) && trie.AnyMatch(name);

    /// <summary>
    /// The sessions that subscribe to a topic, each once, at the highest quality of service that was granted (MQTT 5 §3.3.4).
    /// </summary>
    public IReadOnlyList<Listener> Matching(string topic)
    {
        if (!TopicName.TryParse(topic, out var name))
        {
            return [];
        }

        var clients = new HashSet<string>(StringComparer.Ordinal);
        trie.CollectMatches(name, clients);
        var listeners = new List<Listener>(clients.Count);
        foreach (var client in clients)
        {
            if (_sessions.TryGetValue(client, out var granted) && granted.Where(x => TopicFilter.TryParse(x.Key, out var filter)
                && filter!.Matches(name)).Select(x => x.Value).ToList() is { Count: > 0 } matching)
            {
                listeners.Add(new Listener(client,
                    matching.Max(x => x.QualityOfService), [.. matching.Select(x => x.Identifier).Where(x => x != 0)]));
            }
        }

        return listeners;
    }

    private ConcurrentDictionary<string, Granted> Of(
        string clientId) => _sessions.GetOrAdd(clientId, _ => new ConcurrentDictionary<string, Granted>(StringComparer.Ordinal));

    private sealed record Granted(MqttQualityOfServiceLevel QualityOfService, uint Identifier);
}
