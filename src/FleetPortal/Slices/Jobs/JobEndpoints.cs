using FleetPortal.Api;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Jobs;

/// <summary>The API endpoint <c>/jobs/{id}</c>, with which a client follows a job of any kind.</summary>
internal static class JobEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/jobs/{id}", FindAsync).WithTags("Jobs")
        .Describes("getJob", "Reads the progress of bulk work.")
            .Takes("id", "The id of the batch or the wave.").Refuses(404, RequestErrors.JobNotFound);

    private static async Task<JobAnswer> FindAsync(
        string id, IEnumerable<IJobSource> sources, HttpContext context, CancellationToken cancellationToken)
    {
        foreach (var source in sources)
        {
            if (await source.FindAsync(id, context.Actor(), cancellationToken) is { } job)
            {
                return job;
            }
        }

        throw FleetError.NotFound(RequestErrors.JobNotFound, id);
    }
}
