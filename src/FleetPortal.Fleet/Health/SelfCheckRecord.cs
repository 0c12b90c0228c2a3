namespace FleetPortal.Fleet.Health;

/// <summary>The one row that the health check writes, to know that the database takes writes.</summary>
internal sealed class SelfCheckRecord
{
    public int Key { get; set; }
    public DateTimeOffset At { get; set; }
}
