using System.Collections.Concurrent;
using FleetPortal.Fleet.Topics;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace FleetPortal.Broker;

/// <summary>Who hears a message, and how it was agreed.</summary>
/// <param name="Identifiers">Subscription identifiers of every filter that matches (MQTT 5 §3.3.4).</param>
internal sealed record Listener(string ClientId, MqttQualityOfServiceLevel QualityOfService, List<uint> Identifiers);

/// <summary>
/// The subscriptions of every session, beside MQTTnet's own: found by topic without looking at every session. Bounded by the
/// sessions and SubscriptionsPerSession; a session's entries go when it is deleted or starts clean. Thread-safe.
/// </summary>
internal sealed class Subscriptions(TopicFilterTrie trie)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Granted>> _sessions = new(StringComparer.Ordinal);

    /// <summary>Takes a place for a subscription, if the session and the tree have one. Here and not when it is confirmed: one SUBSCRIBE may hold thousands.</summary>
    /// <param name="identifier">Of the SUBSCRIBE; 0 for none.</param>
    public bool TryReserve(string clientId, MqttTopicFilter filter, uint identifier, int most)
    {
        var granted = Of(clientId);
        if (!granted.ContainsKey(filter.Topic) && (granted.Count >= most || trie.IsFull))
        {
            return false;
        }

        granted[filter.Topic] = new Granted(filter.QualityOfServiceLevel, identifier);
        return true;
    }

    /// <summary>The subscription holds.</summary>
    public void Confirm(string clientId, MqttTopicFilter topicFilter)
    {
        if (TopicFilter.TryParse(topicFilter.Topic, out var filter))
        {
            Of(clientId).TryAdd(topicFilter.Topic, new Granted(topicFilter.QualityOfServiceLevel, 0));
            trie.Add(filter!, clientId);
        }
    }

    /// <summary>The subscription is over.</summary>
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

    /// <summary>The subscriptions of a session that was deleted, or that starts anew.</summary>
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

    /// <summary>Whether anybody listens to a topic.</summary>
    public bool AnyMatch(string topic) => TopicName.TryParse(topic, out var name) && trie.AnyMatch(name);

    /// <summary>Who listens to a topic, each once (MQTT 5 §3.3.4: at the highest quality of service that was granted).</summary>
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
            if (_sessions.TryGetValue(client, out var granted) && granted.Where(x => TopicFilter.TryParse(x.Key, out var filter) && filter!.Matches(name)).Select(x => x.Value).ToList() is { Count: > 0 } matching)
            {
                listeners.Add(new Listener(client, matching.Max(x => x.QualityOfService), [.. matching.Select(x => x.Identifier).Where(x => x != 0)]));
            }
        }

        return listeners;
    }

    private ConcurrentDictionary<string, Granted> Of(string clientId) => _sessions.GetOrAdd(clientId, _ => new ConcurrentDictionary<string, Granted>(StringComparer.Ordinal));

    private sealed record Granted(MqttQualityOfServiceLevel QualityOfService, uint Identifier);
}
