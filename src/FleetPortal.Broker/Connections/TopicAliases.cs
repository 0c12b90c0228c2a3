using System.Text;
using FleetPortal.Broker.Packets;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Broker.Connections;

/// <summary>The topic aliases of one connection, in both directions (MQTT 5 §3.3.2.3.4). Not thread-safe in one direction.</summary>
/// <param name="incoming">The highest alias of the client.</param>
/// <param name="outgoing">The highest alias that the client takes.</param>
/// <param name="topics">The limits of a topic. An alias for a longer one is refused, because it would stay in memory.</param>
internal sealed class TopicAliases(ushort incoming, ushort outgoing, TopicLimits topics)
{
    private string?[]? _incoming;
    private Dictionary<string, ushort>? _outgoing;

    // Most devices publish again and again on the same topic.
    private (string Text, byte[] Octets) _last = ("", []);

    /// <summary>The topic of a PUBLISH from the client, by its name or its alias.</summary>
    /// <exception cref="ProtocolViolation">The alias is not valid.</exception>
    public (string Text, byte[] Octets) Resolve(in PublishPacket packet)
    {
        if (packet.Properties.TopicAlias is not { } alias)
        {
            return Topic(packet.Topic);
        }

        if (alias == 0 || alias > incoming)
        {
            throw new ProtocolViolation(ReasonCode.TopicAliasInvalid, BrokerRefusals.TopicAliasInvalid,
                $"topic alias {alias}", $"Use 1 to {incoming} (MQTT 5 §3.2.2.3.8).");
        }

        if (packet.Topic.IsEmpty)
        {
            return _incoming?[alias] is { } known ? (known, Encoding.UTF8.GetBytes(known))
                : throw ProtocolViolation.Error($"topic alias {alias} has no topic yet (MQTT 5 §3.3.2.3.4)");
        }

        var topic = Topic(packet.Topic);
        if (topics.Excess(topic.Text) is { } excess)
        {
            throw new ProtocolViolation(
                ReasonCode.TopicNameInvalid, BrokerRefusals.TopicTooLong, excess, "Publish on a shorter topic.");
        }

        (_incoming ??= new string?[incoming + 1])[alias] = topic.Text;
        return topic;
    }

    /// <summary>The alias for a topic to the client, and whether the packet must contain the topic too. 0 for no alias.</summary>
    public (ushort Alias, bool WithTopic) For(string topic)
    {
        if (outgoing == 0)
        {
            return (0, true);
        }

        _outgoing ??= new Dictionary<string, ushort>(StringComparer.Ordinal);
        if (_outgoing.TryGetValue(topic, out var alias))
        {
            return (alias, false);
        }

        if (_outgoing.Count >= outgoing)
        {
            return (0, true);
        }

        alias = (ushort)(_outgoing.Count + 1);
        _outgoing.Add(topic, alias);
        return (alias, true);
    }

    /// <summary>Takes an alias back whose packet was not sent.</summary>
    public void Withdraw(string topic) => _outgoing?.Remove(topic);

    private (string Text, byte[] Octets) Topic(ReadOnlySpan<byte> octets)
    {
        if (!octets.SequenceEqual(_last.Octets))
        {
            _last = (Encoding.UTF8.GetString(octets), octets.ToArray());
        }

        return _last;
    }
}
