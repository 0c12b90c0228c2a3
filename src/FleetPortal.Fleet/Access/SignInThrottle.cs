namespace FleetPortal.Fleet.Access;

/// <summary>
/// Counts wrong passwords and codes. Who guesses locks out their own address; the owner gets in from another one, and always from a
/// browser in which they signed in before, which is counted apart (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
/// Bounded by <see cref="MaxKeys"/>; kept in memory, so a restart forgets it.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>Wrong tries of one key before it waits.</summary>
    public const int Tries = 5;

    /// <summary>Wrong tries for one account from all addresses together.</summary>
    public const int TriesFromEverywhere = 50;

    /// <summary>How long a key waits.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    private const int MaxKeys = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether somebody must wait.</summary>
    public bool IsBlocked(string key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) && entry.BlockedUntil > time.GetUtcNow();
        }
    }

    /// <summary>Until when a key waits, or null.</summary>
    public DateTimeOffset? BlockedUntil(string key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) && entry.BlockedUntil > time.GetUtcNow() ? entry.BlockedUntil : null;
        }
    }

    /// <summary>A wrong try; answers whether the key waits from now on.</summary>
    public bool Fail(string key, int tries = Tries)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (!_entries.TryGetValue(key, out var entry) || entry.LastAt + Wait <= now)
            {
                MakeRoom(now);
                entry = new Entry(0, now, default);
            }

            entry = entry with { Count = entry.Count + 1, LastAt = now };
            var isBlocked = entry.Count >= tries;
            _entries[key] = isBlocked ? new Entry(0, now, now + Wait) : entry;
            return isBlocked;
        }
    }

    /// <summary>A right one, or an administrator unlocks.</summary>
    public void Clear(string key)
    {
        lock (_lock)
        {
            _entries.Remove(key);
        }
    }

    /// <summary>Forgets every key that begins so.</summary>
    public void ClearAll(string prefix)
    {
        lock (_lock)
        {
            foreach (var key in _entries.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToList())
            {
                _entries.Remove(key);
            }
        }
    }

    /// <summary>What is over goes first, then the oldest half: many strange names cost a stranger's own count, never memory.</summary>
    private void MakeRoom(DateTimeOffset now)
    {
        if (_entries.Count < MaxKeys)
        {
            return;
        }

        var old = _entries.Where(entry => entry.Value.LastAt + Wait <= now).Select(entry => entry.Key).ToList();
        old = old.Count > 0 ? old : [.. _entries.OrderBy(entry => entry.Value.LastAt).Take(MaxKeys / 2).Select(entry => entry.Key)];
        foreach (var key in old)
        {
            _entries.Remove(key);
        }
    }

    private sealed record Entry(int Count, DateTimeOffset LastAt, DateTimeOffset BlockedUntil);
}
