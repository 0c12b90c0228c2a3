namespace FleetPortal.Fleet.Kernel;

/// <summary>A row of the table ThingGroups: the membership of one Thing in one group.</summary>
internal sealed class ThingGroupRecord
{
    public long ThingKey { get; set; }
    public required string Name { get; set; }
}
