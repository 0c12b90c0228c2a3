using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Attempts;

/// <summary>
/// Counts repeated refusals in one row instead of storing each of them. Refusals are the same if they have the same source, client
/// identifier, code and compared value within an hour. Bounded: at most <c>most</c> rows are open, and at most <see cref="MaxPerSource"/>
/// for one source; further refusals are counted in one row of their source, or in one row of all sources. A row is closed an hour after its
/// first attempt. Thread-safe.
/// </summary>
internal sealed class RepeatedAttempts(int most)
{
    /// <summary>The maximum number of open rows of one source.</summary>
    public const int MaxPerSource = 32;

    private const string ManySources = "many addresses";
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<Key, Open> _open = [];
    private readonly Dictionary<string, int> _perSource = new(StringComparer.Ordinal);
    private readonly List<Open> _pending = [];

    /// <summary>Counts one refusal in its row.</summary>
    /// <param name="source">The source that the refusal is counted for: an address, or a Thing with its address.</param>
    /// <param name="compared">The values that the deciding check compared; null for none.</param>
    /// <param name="refused">The refused attempt.</param>
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

    /// <summary>Returns what was counted since the last call, and closes the rows whose hour is over.</summary>
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

    /// <summary>
    /// Changes the key to that of a shared row if there is no room for a new one. Returns the row of the key if it is open already.
    /// </summary>
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

    /// <summary>The values that make refusals the same. Null means any value.</summary>
    internal readonly record struct Key(string Source, string? ClientId, string? Code, string? Compared);

    /// <summary>A row to which refusals can still be added.</summary>
    internal sealed class Open(Key key, DateTimeOffset openedAt)
    {
        /// <summary>The values that all refusals of the row have in common.</summary>
        public Key Key { get; } = key;

        /// <summary>The time of the first refusal. The row is closed an hour later.</summary>
        public DateTimeOffset OpenedAt { get; } = openedAt;

        /// <summary>The latest refusal of the group.</summary>
        public NotedAttempt? Latest { get; set; }

        /// <summary>The number of refusals that are not stored yet.</summary>
        public long Pending { get; set; }

        /// <summary>The time of the first refusal that is not stored yet.</summary>
        public DateTimeOffset PendingSince { get; set; }

        /// <summary>The key of the row in the table, once it is stored. Only the writer of the registry sets it.</summary>
        public long? RowKey { get; set; }

        /// <summary>Whether the row counts refusals of different kinds. Then it shows no client identifier.</summary>
        public bool IsMixed => Key.Code is null;
    }

    /// <summary>The refusals to add to a row.</summary>
    internal sealed record Repetition(Open Row, NotedAttempt Latest, DateTimeOffset Since, long Count)
    {
        /// <summary>Adds the refusals to the row, or creates it.</summary>
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
