namespace FleetPortal.Fleet.Detection;

/// <summary>Stores what the detector found.</summary>
public interface ISuspicionSink
{
    /// <summary>Opens a finding, or adds to the open one of the same kind and principal.</summary>
    Task StoreAsync(Suspicion suspicion);
}
