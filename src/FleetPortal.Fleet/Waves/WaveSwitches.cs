namespace FleetPortal.Fleet.Waves;

/// <summary>How many Things took so long.</summary>
/// <param name="UpTo">The bar's upper end, inclusive; null for whatever is longer than the one before.</param>
public sealed record WaveSwitchBar(TimeSpan? UpTo, int Count);

/// <summary>How long the Things of a wave took from when they were told until they came with the new certificate.</summary>
/// <param name="Median">Half of them were as quick.</param>
/// <param name="P95">95 of 100 were as quick.</param>
/// <param name="Bars">Each about twice as long as the one before.</param>
public sealed record WaveSwitches(int Count, TimeSpan Median, TimeSpan P95, IReadOnlyList<WaveSwitchBar> Bars)
{
    private static readonly TimeSpan[] Ends = [.. new[] { 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600 }.Select(TimeSpan.FromSeconds)];

    /// <summary>Null where none has come.</summary>
    internal static WaveSwitches? Of(IEnumerable<TimeSpan> took)
    {
        var sorted = took.Order().ToList();
        if (sorted.Count == 0)
        {
            return null;
        }

        var bars = new int[Ends.Length + 1];
        foreach (var time in sorted)
        {
            var bar = Array.FindIndex(Ends, end => time <= end);
            bars[bar < 0 ? Ends.Length : bar]++;
        }

        return new WaveSwitches(sorted.Count, AtShare(sorted, 50), AtShare(sorted, 95), [.. bars.Select((count, i) => new WaveSwitchBar(i < Ends.Length ? Ends[i] : null, count))]);
    }

    // Nearest rank: the quickest that so many of a hundred do not exceed.
    private static TimeSpan AtShare(List<TimeSpan> sorted, int percent) => sorted[Math.Max(0, ((sorted.Count * percent) + 99) / 100 - 1)];
}
