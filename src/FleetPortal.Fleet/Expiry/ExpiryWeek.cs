namespace FleetPortal.Fleet.Expiry;

/// <summary>The number of certificates that expire in one week.</summary>
/// <param name="From">The start of the week.</param>
/// <param name="Count">The number of Things whose current certificate expires in the week.</param>
/// <param name="Others">The number of other active certificates that expire in the week: they are being replaced or not used yet.</param>
public sealed record ExpiryWeek(DateTimeOffset From, int Count, int Others = 0)
{
    /// <summary>The end of the week, which does not belong to it.</summary>
    public DateTimeOffset Until => From.AddDays(7);
}
