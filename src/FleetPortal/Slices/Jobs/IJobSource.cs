using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Jobs;

/// <summary>Finds jobs of one kind for <c>GET /jobs/{id}</c>. Slices register their implementation.</summary>
public interface IJobSource
{
    /// <summary>Returns the job with an id, or null if there is no job of this kind. Needs <see cref="Permission.Read"/>.</summary>
    Task<JobAnswer?> FindAsync(string id, Actor actor, CancellationToken cancellationToken);
}
