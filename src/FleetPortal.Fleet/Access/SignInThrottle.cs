namespace FleetPortal.Fleet.Access;

/// <summary>
/// Counts wrong passwords and codes, and makes a key wait after too many. A key is an account together with an address, so guessing blocks
/// the address of the attacker; the owner can sign in from another address. A browser in which the owner has signed in before has its own
/// key, which strangers cannot block (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). At most 20,000 keys are kept, in
/// memory: a restart forgets them.
/// </summary>
public sealed class SignInThrottle(TimeProvider time)
{
    /// <summary>The number of wrong tries of one key before it must wait.</summary>
    public const int Tries = 5;

    /// <summary>The number of wrong tries for one account from all addresses together before unknown browsers must wait.</summary>
    public const int TriesFromEverywhere = 50;

    /// <summary>How long a key must wait.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromMinutes(5);

    private const int MaxKeys = 20_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Whether a key must wait now.</summary>
    public bool IsBlocked(string key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) && entry.BlockedUntil > time.GetUtcNow();
        }
    }

    /// <summary>Until when a key must wait; null if it does not.</summary>
    public DateTimeOffset? BlockedUntil(string key)
    {
        lock (_lock)
        {
            return _entries.TryGetValue(key, out var entry) && entry.BlockedUntil > time.GetUtcNow() ? entry.BlockedUntil : null;
        }
    }

    /// <summary>Counts a wrong try. Returns whether the key must wait from now on.</summary>
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

    /// <summary>Forgets a key, after a right try or because an administrator unlocks the account.</summary>
    public void Clear(string key)
    {
        lock (_lock)
        {
            _entries.Remove(key);
        }
    }

    /// <summary>Forgets every key with a prefix.</summary>
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

    /// <summary>
    /// Makes room for a new key when the table is full: removes the entries whose time is over, or else the oldest half. An attacker with
    /// many names can only displace counters; memory stays bounded.
    /// </summary>
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
