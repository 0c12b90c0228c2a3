namespace FleetPortal.Fleet.Expiry;

/// <summary>A week in which far more certificates expire than in other weeks.</summary>
/// <param name="From">The start of the week.</param>
/// <param name="Count">The number of certificates that expire in it.</param>
/// <param name="SpreadWeeks">The number of weeks over which a wave must spread them to reach the mean of all weeks.</param>
public sealed record RenewalStorm(DateTimeOffset From, int Count, int SpreadWeeks)
{
    // Fewer certificates than this are no problem to renew at once.
    private const int Least = 50;
    private const int Times = 3;
    private const int MaxSpreadWeeks = 26;

    /// <summary>
    /// Returns the worst week of a forecast if at least 50 certificates expire in it and three times the mean of all weeks; otherwise null.
    /// </summary>
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
