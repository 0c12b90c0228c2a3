namespace FleetPortal.Fleet.Certificates;

/// <summary>A public key and its Thing. The primary key allows one Thing for each key; a renewal with the same key is possible.</summary>
internal sealed class ThingKeyRecord
{
    public required byte[] KeyHash { get; set; }
    public long ThingKey { get; set; }
}
