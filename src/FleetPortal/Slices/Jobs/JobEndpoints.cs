using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Jobs;

/// <summary>Bulk work of any kind, as <c>GET /jobs/{id}</c> shows it.</summary>
public sealed record JobAnswer(string State, int Done, int Total, IReadOnlyList<JobFailure> Failed);

/// <summary>One that failed.</summary>
/// <param name="Id">A ThingName, or a certificate's id.</param>
public sealed record JobFailure(string Id, string Code, string Message);

/// <summary><c>/jobs</c>, for a client that follows bulk work without knowing what it does.</summary>
internal static class JobEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/jobs/{id}", FindAsync).WithTags("Jobs");

    private static async Task<JobAnswer> FindAsync(string id, IEnumerable<IJobSource> sources, HttpContext context, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(id, context.Actor(), cancellationToken) is { } job)
            {
                return job;
            }
        }

        throw FleetError.NotFound("job", id);
    }
}
