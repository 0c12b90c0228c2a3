namespace FleetPortal.Fleet.Authorities;

/// <summary>
/// Is told when the portal has created an issuing authority. Slices register their followers; the use case waits for each of them.
/// </summary>
public interface IAuthorityFollower
{
    /// <summary>Called after the authority was committed and the vault has loaded it.</summary>
    Task AuthorityCreatedAsync(CancellationToken cancellationToken);
}
