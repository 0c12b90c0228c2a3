using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Attempts;

/// <summary>
/// Counts refusals that repeat instead of storing each: same source, client identifier, code and value within an hour are
/// one row. Bounded: <c>most</c> rows are open at a time and <see cref="MaxPerSource"/> of one source; what goes beyond is
/// counted in one row of its source, or of all sources. A row is closed an hour after its first attempt. Thread-safe.
/// </summary>
internal sealed class RepeatedAttempts(int most)
{
    /// <summary>The most rows of one source that are open at a time.</summary>
    public const int MaxPerSource = 32;

    private const string ManySources = "many addresses";
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Open> _open = [];
    private readonly Dictionary<string, int> _perSource = new(StringComparer.Ordinal);
    private readonly List<Open> _pending = [];

    /// <summary>Counts one.</summary>
    /// <param name="source">Whose row it is: an address, or a Thing with the address it came from.</param>
    /// <param name="compared">What the check that decided had compared, or null.</param>
    /// <param name="refused">The attempt.</param>
    public void Add(string source, string? compared, NotedAttempt refused)
    {
        lock (_lock)
        {
            var row = Find(source, compared, refused);
            if (row.Pending == 0)
            {
                row.PendingSince = refused.At;
                _pending.Add(row);
            }

            row.Pending++;
            row.Latest = refused;
        }
    }

    /// <summary>Takes what was counted since the last call, and closes rows whose hour is over.</summary>
    public IReadOnlyList<Repetition> Take(DateTimeOffset now)
    {
        lock (_lock)
        {
            var taken = _pending.ConvertAll(row => new Repetition(row, row.Latest!, row.PendingSince, row.Pending));
            foreach (var row in _pending)
            {
                row.Pending = 0;
            }

            _pending.Clear();
            foreach (var row in _open.Values.Where(row => now - row.OpenedAt >= Window).ToList())
            {
                Close(row);
            }

            return taken;
        }
    }

    private Open Find(string source, string? compared, NotedAttempt refused)
    {
        var key = new Key(source, refused.Attempt.ClientId, refused.Decision.Code, compared);
        if (_open.TryGetValue(key, out var row) || (row = Overflow(ref key)) is not null)
        {
            return row;
        }

        row = new Open(key, refused.At);
        _open.Add(key, row);
        _perSource[key.Source] = _perSource.GetValueOrDefault(key.Source) + 1;
        return row;
    }

    /// <summary>Changes the key where there is no room for it; returns the row that is there for that already.</summary>
    private Open? Overflow(ref Key key)
    {
        if (_perSource.GetValueOrDefault(key.Source) >= MaxPerSource)
        {
            key = new Key(key.Source, null, null, null);
        }

        if (!_open.ContainsKey(key) && _open.Count >= most)
        {
            key = new Key(ManySources, null, null, null);
        }

        return _open.GetValueOrDefault(key);
    }

    private void Close(Open row)
    {
        _open.Remove(row.Key);
        if (--_perSource[row.Key.Source] == 0)
        {
            _perSource.Remove(row.Key.Source);
        }
    }

    /// <summary>What makes attempts the same; null stands for any.</summary>
    internal readonly record struct Key(string Source, string? ClientId, string? Code, string? Compared);

    /// <summary>A row that still counts.</summary>
    internal sealed class Open(Key key, DateTimeOffset openedAt)
    {
        public Key Key { get; } = key;

        public DateTimeOffset OpenedAt { get; } = openedAt;

        public NotedAttempt? Latest { get; set; }

        public long Pending { get; set; }

        public DateTimeOffset PendingSince { get; set; }

        /// <summary>Its key in the table, once it is there. Written by the registry's writer alone.</summary>
        public long? RowKey { get; set; }

        /// <summary>Attempts of different kinds are in it, so that one client identifier would mislead.</summary>
        public bool IsMixed => Key.Code is null;
    }

    /// <summary>What is to be added to a row.</summary>
    internal sealed record Repetition(Open Row, NotedAttempt Latest, DateTimeOffset Since, long Count)
    {
        /// <summary>Adds to the row, or makes it.</summary>
        public void Store(WriteScope scope, bool known)
        {
            var record = Latest.ToRecord(known);
            record.Count = Count;
            if (Row.IsMixed)
            {
                record.ClientId = "";
                record.RemoteAddress = Row.Key.Source == ManySources ? ManySources : record.RemoteAddress;
            }

            if (Row.RowKey is { } key && NoteWriter.Repeat(scope, key, record))
            {
                return;
            }

            record.FirstAt = Since;
            Row.RowKey = NoteWriter.Add(scope, record);
        }
    }
}
