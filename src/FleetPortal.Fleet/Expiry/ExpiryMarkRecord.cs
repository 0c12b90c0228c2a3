namespace FleetPortal.Fleet.Expiry;

/// <summary>Up to which end a warning has been given.</summary>
internal sealed class ExpiryMarkRecord
{
    public int Days { get; set; }
    public DateTimeOffset WarnedUntil { get; set; }
}
