namespace FleetPortal.Fleet.Detection;

/// <summary>The newest entries of a trail. Beyond the maximum, the oldest one leaves.</summary>
/// <param name="max">The maximum number of entries.</param>
/// <param name="since">The time of an entry, on the clock that never jumps.</param>
internal sealed class DetectionQueue<T>(int max, Func<T, TimeSpan> since)
{
    private readonly List<T> _entries = [];

    /// <summary>The entries, oldest first.</summary>
    public IReadOnlyList<T> Entries => _entries;

    /// <summary>Adds an entry as the newest one.</summary>
    public void Add(T entry)
    {
        if (_entries.Count == max)
        {
            _entries.RemoveAt(0);
        }

        _entries.Add(entry);
    }

    /// <summary>Removes the entries before a time.</summary>
    public void Forget(TimeSpan before)
    {
        if (_entries.Count > 0 && since(_entries[0]) < before)
        {
            _entries.RemoveAll(entry => since(entry) < before);
        }
    }
}
