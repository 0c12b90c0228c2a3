namespace FleetPortal.Fleet.Kernel;

internal sealed class ThingGroupRecord
{
    public long ThingKey { get; set; }
    public required string Name { get; set; }
}
