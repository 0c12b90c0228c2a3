using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Broker.Publishing;

/// <summary>
/// The response topics on which a Thing may publish one answer each, because an application sent it a request (MQTT 5 §4.10). Only the
/// application itself may subscribe to such a topic. Bounded by <see cref="MaxPerThing"/> for each Thing and by
/// <see cref="MaxThings"/>; a right ends after <see cref="Lifetime"/>, and then its Thing takes no place. Thread-safe.
/// </summary>
internal sealed class ResponseRights(TimeProvider time) : IRetirementFollower
{
    /// <summary>The maximum number of open requests to one Thing. A further one replaces the oldest.</summary>
    public const int MaxPerThing = 32;

    /// <summary>The maximum number of Things with open requests.</summary>
    public const int MaxThings = 100_000;

    /// <summary>How long a Thing may answer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    // Rights that have ended are looked for this often at most, so that many requests to a full list cost little each.
    private static readonly TimeSpan BetweenSweeps = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<(string Topic, DateTimeOffset Until)>> _things = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    /// <summary>Lets a Thing publish one answer on a topic.</summary>
    public void Grant(string thingName, string topic)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_things.TryGetValue(thingName, out var open))
            {
                if (_things.Count >= MaxThings && !Sweep(now))
                {
                    return;
                }

                _things.Add(thingName, open = []);
            }

            open.RemoveAll(one => one.Until <= now);
            if (open.Count >= MaxPerThing)
            {
                open.RemoveAt(0);
            }

            open.Add((topic, now + Lifetime));
        }
    }

    /// <summary>Uses up the right of a Thing to publish on a topic. Returns false if it has none.</summary>
    public bool TryUse(string thingName, string topic)
    {
        lock (_lock)
        {
            if (!_things.TryGetValue(thingName, out var open))
            {
                return false;
            }

            var found = open.FindIndex(one => one.Topic == topic && one.Until > time.GetUtcNow());
            if (found < 0)
            {
                return false;
            }

            open.RemoveAt(found);
            if (open.Count == 0)
            {
                _things.Remove(thingName);
            }

            return true;
        }
    }

    /// <inheritdoc/>
    public Task ForgetAsync(string thingName)
    {
        lock (_lock)
        {
            _things.Remove(thingName);
        }

        return Task.CompletedTask;
    }

    /// <summary>Removes Things whose rights have ended. Returns whether there is a place now.</summary>
    private bool Sweep(DateTimeOffset now)
    {
        if (now < _nextSweep)
        {
            return false;
        }

        _nextSweep = now + BetweenSweeps;
        foreach (var (thingName, open) in _things)
        {
            if (open.TrueForAll(one => one.Until <= now))
            {
                _things.Remove(thingName);
            }
        }

        return _things.Count < MaxThings;
    }
}
