namespace FleetPortal.Simulator.Story;

/// <summary>
/// Gives the story the right to register an authority, for as long as that takes. All else is done with the token of the simulator.
/// </summary>
public interface IStoryAccess
{
    /// <summary>Returns the API token of an administrator.</summary>
    Task<string> GrantAsync(CancellationToken cancellationToken);

    /// <summary>Revokes the token, if one was granted.</summary>
    Task EndAsync();
}
