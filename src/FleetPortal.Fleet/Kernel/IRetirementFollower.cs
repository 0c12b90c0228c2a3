namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// A service that keeps something of a Thing in memory and must forget it when the Thing is retired. Slices register theirs.
/// </summary>
public interface IRetirementFollower
{
    /// <summary>Forgets a Thing whose retirement was committed. Its sessions are closed already.</summary>
    /// <param name="thingName">Its name before it was retired.</param>
    Task ForgetAsync(string thingName);
}
