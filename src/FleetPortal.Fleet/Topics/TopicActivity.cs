using System.Collections.Concurrent;
using System.Text;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Topics;

/// <summary>The current state of one topic.</summary>
/// <param name="Topic">The topic name.</param>
/// <param name="Messages">The number of messages since the start of the portal.</param>
/// <param name="Refused">The number of publishes and subscriptions that the policy refused, since the start of the portal.</param>
/// <param name="PerSecond">Messages per second over about the last ten seconds.</param>
/// <param name="History">The number of messages in each of the last 60 intervals of three seconds, oldest first.</param>
/// <param name="LastAt">The time of the last message.</param>
/// <param name="Payload">The last payload as text, cut after 2 KiB; null if it is not UTF-8.</param>
/// <param name="Size">The size of the last payload in octets.</param>
/// <param name="Retained">Whether the last message was retained.</param>
public sealed record TopicState(string Topic, long Messages,
    long Refused, double PerSecond, IReadOnlyList<int> History, DateTimeOffset? LastAt, string? Payload, int Size, bool Retained);

/// <summary>
/// Counts messages and keeps the last payload, for each Thing and topic. Bounded: <see cref="MaxTopics"/> topics in all and
/// <see cref="MaxTopicsPerThing"/> of one Thing. Messages on further topics are delivered but not shown. The topics of a Thing are removed
/// when it is retired. Thread-safe.
/// </summary>
public sealed class TopicActivity(TimeProvider time) : IRetirementFollower
{
    /// <summary>The maximum number of topics that are followed.</summary>
    public const int MaxTopics = 50_000;

    /// <summary>The maximum number of topics that are followed for one Thing.</summary>
    public const int MaxTopicsPerThing = 64;

    private const int MaxPayload = 2048;
    private static readonly UTF8Encoding StrictUtf8 = new(false, true);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, TopicCounter>> _things = new(StringComparer.Ordinal);
    private readonly RateMeter _total = new(time.GetUtcNow());
    private int _topics;

    /// <summary>The messages of all devices per second, over about the last ten seconds.</summary>
    public double PerSecond => _total.PerSecond(time.GetUtcNow());

    /// <summary>Notes a message that the broker accepted.</summary>
    public void Published(string thingName, string topic, ReadOnlySpan<byte> payload, bool retained)
    {
        var now = time.GetUtcNow();
        _total.Add(now);
        CounterOf(thingName, topic)?.Published(now,
            payload.Length > MaxPayload ? payload[..MaxPayload].ToArray() : payload.ToArray(), payload.Length, retained);
    }

    /// <summary>Counts a message or a subscription that the policy refused.</summary>
    public void Refused(string thingName, string topic) => CounterOf(thingName, topic)?.Refuse();

    /// <summary>Returns the topics of one Thing, ordered by name.</summary>
    public IReadOnlyList<TopicState> Of(string thingName)
    {
        var now = time.GetUtcNow();
        return _things.TryGetValue(thingName, out var topics)
            ? [.. topics.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Show(pair.Key, now))]
            : [];
    }

    /// <summary>
    /// Returns what each type of Things publishes on each channel, by type and channel. Reads every topic that is followed.
    /// </summary>
    public IReadOnlyList<ChannelActivity> Channels()
    {
        var now = time.GetUtcNow();
        return [.. _things.Values.SelectMany(topics => topics)
            .Where(pair => pair.Value.Messages > 0)
            .Select(pair => (Topic: pair.Key, Levels: pair.Key.Split('/'), pair.Value))
            .Where(one => one.Levels is [ApplicationRights.Root, _, _, _, ..])
            .GroupBy(one => (Type: one.Levels[1], Channel: one.Levels[3]))
            .OrderBy(group => group.Key.Type, StringComparer.Ordinal).ThenBy(group => group.Key.Channel, StringComparer.Ordinal)
            .Select(group => new ChannelActivity(
                group.Key.Type, group.Key.Channel, group.Sum(one => one.Value.PerSecond(now)), group.First().Topic))];
    }

    /// <summary>Returns every Thing of which a topic is followed, with the number of its refusals. Reads every topic.</summary>
    public IReadOnlyList<TopicRefusals> Refusals() =>
        [.. _things.Select(thing => new TopicRefusals(thing.Key, thing.Value.Values.Sum(topic => topic.Refusals)))];

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        if (_things.TryRemove(thingName, out var topics))
        {
            Interlocked.Add(ref _topics, -topics.Count);
        }

        return Task.CompletedTask;
    }

    private TopicCounter? CounterOf(string thingName, string topic)
    {
        var topics = _things.GetOrAdd(thingName, _ => new ConcurrentDictionary<string, TopicCounter>(StringComparer.Ordinal));
        if (topics.TryGetValue(topic, out var counter))
        {
            return counter;
        }

        if (topics.Count >= MaxTopicsPerThing || Volatile.Read(ref _topics) >= MaxTopics)
        {
            return null;
        }

        counter = new TopicCounter(time.GetUtcNow());
        if (topics.TryAdd(topic, counter))
        {
            Interlocked.Increment(ref _topics);
            return counter;
        }

        return topics.GetValueOrDefault(topic);
    }

    private sealed class TopicCounter(DateTimeOffset start)
    {
        private readonly RateMeter _meter = new(start);
        private readonly Lock _lock = new();
        private long _refused;
        private byte[]? _payload;
        private int _size;
        private bool _retained;
        private DateTimeOffset? _lastAt;

        public void Published(DateTimeOffset now, byte[] payload, int size, bool retained)
        {
            _meter.Add(now);
            lock (_lock)
            {
                (_payload, _size, _retained, _lastAt) = (payload, size, retained, now);
            }
        }

        public long Messages => _meter.Count;

        public long Refusals => Interlocked.Read(ref _refused);

        public double PerSecond(DateTimeOffset now) => _meter.PerSecond(now);

        public void Refuse() => Interlocked.Increment(ref _refused);

        public TopicState Show(string topic, DateTimeOffset now)
        {
            lock (_lock)
            {
                return new TopicState(topic, _meter.Count, Interlocked.Read(ref _refused),
                    _meter.PerSecond(now), _meter.History(now), _lastAt, TextOf(_payload), _size, _retained);
            }
        }

        private static string? TextOf(byte[]? payload)
        {
            try
            {
                return payload is null ? null : StrictUtf8.GetString(payload);
            }
            catch (DecoderFallbackException)
            {
                return null;
            }
        }
    }
}
