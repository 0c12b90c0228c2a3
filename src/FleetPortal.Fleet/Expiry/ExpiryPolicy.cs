namespace FleetPortal.Fleet.Expiry;

/// <summary>When to warn before an expiry, and how long an expired certificate may renew itself.</summary>
/// <param name="WarnDays">The numbers of days before the expiry at which to warn, longest first.</param>
/// <param name="RenewExpiredDays">The number of days after its expiry in which a certificate may still renew itself; 0 for never. An
/// expired certificate never connects.</param>
public sealed record ExpiryPolicy(IReadOnlyList<int> WarnDays, int RenewExpiredDays)
{
    /// <summary>Warnings 90, 30, 7 and 1 day before the expiry; expired certificates do not renew.</summary>
    public static ExpiryPolicy Default { get; } = new([90, 30, 7, 1], 0);

    /// <summary>Returns the shortest warning that applies to an expiry time; null if none applies or the time has passed.</summary>
    public int? WarningFor(DateTimeOffset end, DateTimeOffset now)
    {
        int? tightest = null;
        foreach (var days in WarnDays)
        {
            tightest = end <= now.AddDays(days) && (tightest is null || days < tightest) ? days : tightest;
        }

        return end < now ? null : tightest;
    }
}
