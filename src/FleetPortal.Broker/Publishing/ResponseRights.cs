using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// The response topics on which a Thing may publish one answer each, because an application sent it a request (MQTT 5 §4.10). Only the
/// application itself may subscribe to such a topic. Bounded by <see cref="MaxPerThing"/> for each Thing and by
/// <see cref="MaxThings"/>; a right ends after <see cref="Lifetime"/>. Thread-safe.
/// </summary>
internal sealed class ResponseRights(TimeProvider time) : IRetirementFollower
{
    /// <summary>The maximum number of open requests to one Thing. A further one replaces the oldest.</summary>
    public const int MaxPerThing = 32;

    /// <summary>The maximum number of Things with open requests.</summary>
    public const int MaxThings = 100_000;

    /// <summary>How long a Thing may answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<string, List<(string Topic, DateTimeOffset Until)>> _things = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Lets a Thing publish one answer on a topic.</summary>
    public void Grant(string thingName, string topic)
    {
        if (!_things.TryGetValue(thingName, out var open))
        {
            if (Volatile.Read(ref _count) >= MaxThings)
            {
                return;
            }

            open = _things.GetOrAdd(thingName, _ =>
            {
                Interlocked.Increment(ref _count);
                return [];
            });
        }

        lock (open)
        {
            open.RemoveAll(one => one.Until <= time.GetUtcNow());
            if (open.Count >= MaxPerThing)
            {
                open.RemoveAt(0);
            }

            open.Add((topic, time.GetUtcNow() + Lifetime));
        }
    }

    /// <summary>Uses up the right of a Thing to publish on a topic. Returns false if it has none.</summary>
    public bool TryUse(string thingName, string topic)
    {
        if (!_things.TryGetValue(thingName, out var open))
        {
            return false;
        }

        lock (open)
        {
            var found = open.FindIndex(one => one.Topic == topic && one.Until > time.GetUtcNow());
            if (found < 0)
            {
                return false;
            }

            open.RemoveAt(found);
            return true;
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        if (_things.TryRemove(thingName, out _))
        {
            Interlocked.Decrement(ref _count);
        }

        return Task.CompletedTask;
    }
}
