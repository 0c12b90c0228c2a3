namespace FleetPortal.Fleet.Expiry;

/// <summary>How many certificates expire in a week.</summary>
/// <param name="From">The week's first moment.</param>
/// <param name="Count">Things whose current certificate expires then: one for each Thing.</param>
/// <param name="Others">Active certificates beside those: being replaced, or not used yet.</param>
public sealed record ExpiryWeek(DateTimeOffset From, int Count, int Others = 0)
{
    /// <summary>The first moment after the week.</summary>
    public DateTimeOffset Until => From.AddDays(7);
}
