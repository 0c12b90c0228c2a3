namespace FleetPortal.Fleet.Expiry;

/// <summary>A row of the table ExpiryMarks: the expiry time up to which one kind of warning has been given.</summary>
internal sealed class ExpiryMarkRecord
{
    public int Days { get; set; }
    public DateTimeOffset WarnedUntil { get; set; }
}
