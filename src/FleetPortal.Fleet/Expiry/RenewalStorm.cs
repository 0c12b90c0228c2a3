namespace FleetPortal.Fleet.Expiry;

/// <summary>A week in which far more ends than in others.</summary>
/// <param name="From">The week's first moment.</param>
/// <param name="Count">Certificates that end in it.</param>
/// <param name="SpreadWeeks">Over so many weeks it would be like the others.</param>
public sealed record RenewalStorm(DateTimeOffset From, int Count, int SpreadWeeks)
{
    // Fewer can be renewed in a morning.
    private const int Least = 50;
    private const int Times = 3;
    private const int MaxSpreadWeeks = 26;

    /// <summary>The worst week of a forecast: at least fifty, and three times what the mean of all weeks is; null where there is none.</summary>
    public static RenewalStorm? Find(IReadOnlyList<ExpiryWeek> weeks)
    {
        ArgumentNullException.ThrowIfNull(weeks);
        if (weeks.Count == 0 || weeks.MaxBy(week => week.Count) is not { Count: >= Least } worst)
        {
            return null;
        }

        var mean = weeks.Sum(week => week.Count) / (double)weeks.Count;
        return worst.Count >= Times * mean
            ? new RenewalStorm(worst.From, worst.Count, Math.Clamp((int)Math.Ceiling(worst.Count / Math.Max(1, mean)), 4, MaxSpreadWeeks))
            : null;
    }
}
