namespace FleetPortal.Fleet.Certificates;

/// <summary>A public key and the one Thing it belongs to: the primary key refuses a second Thing, a renewal with the same key passes.</summary>
internal sealed class ThingKeyRecord
{
    public required byte[] KeyHash { get; set; }
    public long ThingKey { get; set; }
}
