namespace FleetPortal.Fleet.Authorities;

/// <summary>A service that must act when the portal has made an authority of its own. Slices register theirs; the use case waits for each of them.</summary>
public interface IAuthorityFollower
{
    /// <summary>An authority was created and committed, and the vault has loaded it.</summary>
    Task AuthorityCreatedAsync(CancellationToken cancellationToken);
}
