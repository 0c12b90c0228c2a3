using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Jobs;

/// <summary>A kind of bulk work that <c>GET /jobs/{id}</c> finds. Slices register theirs.</summary>
public interface IJobSource
{
    /// <summary>The job with this id; null if it is of another kind. Needs <see cref="Permission.Read"/>.</summary>
    Task<JobAnswer?> FindAsync(string id, Actor actor, CancellationToken cancellationToken);
}
