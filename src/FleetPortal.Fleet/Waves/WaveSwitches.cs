namespace FleetPortal.Fleet.Waves;

/// <summary>One bar of the distribution of durations.</summary>
/// <param name="UpTo">The upper end of the bar, inclusive; null for all longer durations.</param>
/// <param name="Count">The number of Things.</param>
public sealed record WaveSwitchBar(TimeSpan? UpTo, int Count);

/// <summary>How long the Things of a wave took from their rotation command until they connected with the new certificate.</summary>
/// <param name="Median">Half of the Things took at most this long.</param>
/// <param name="P95">95 percent of the Things took at most this long.</param>
/// <param name="Bars">The bars; each one ends at about twice the duration of the previous one.</param>
public sealed record WaveSwitches(int Count, TimeSpan Median, TimeSpan P95, IReadOnlyList<WaveSwitchBar> Bars)
{
    private static readonly TimeSpan[] Ends = [.. new[] { 0.5, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600 }.Select(TimeSpan.FromSeconds)];

    /// <summary>Computes the distribution; null if no Thing has completed.</summary>
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

        return new WaveSwitches(sorted.Count, AtShare(sorted, 50),
            AtShare(sorted, 95), [.. bars.Select((count, i) => new WaveSwitchBar(i < Ends.Length ? Ends[i] : null, count))]);
    }

    // Nearest-rank percentile: the shortest duration that this share of the Things does not exceed.
    private static TimeSpan AtShare(List<TimeSpan> sorted, int percent) => sorted[Math.Max(0, ((sorted.Count * percent) + 99) / 100 - 1)];
}
