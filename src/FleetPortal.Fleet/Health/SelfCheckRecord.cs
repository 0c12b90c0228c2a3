namespace FleetPortal.Fleet.Health;

/// <summary>The only row of the table SelfChecks. The health check writes it to test that the database can be written.</summary>
internal sealed class SelfCheckRecord
{
    public int Key { get; set; }
    public DateTimeOffset At { get; set; }
}
