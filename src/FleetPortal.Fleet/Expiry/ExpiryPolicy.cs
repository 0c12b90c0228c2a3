namespace FleetPortal.Fleet.Expiry;

/// <summary>When somebody is to be warned, and who may still renew.</summary>
/// <param name="WarnDays">Days before the end, longest first.</param>
/// <param name="RenewExpiredDays">For how many days after its end a certificate still renews itself; 0 never. It lets nobody in.</param>
public sealed record ExpiryPolicy(IReadOnlyList<int> WarnDays, int RenewExpiredDays)
{
    /// <summary>Warnings 90, 30, 7 and 1 day before the end; an expired certificate renews nothing.</summary>
    public static ExpiryPolicy Default { get; } = new([90, 30, 7, 1], 0);

    /// <summary>The tightest warning that holds for an end, or null where none does.</summary>
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
