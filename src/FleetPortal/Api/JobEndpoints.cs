using FleetPortal.Fleet;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotation;

namespace FleetPortal.Api;

/// <summary>Bulk work of any kind, as <c>GET /jobs/{id}</c> shows it.</summary>
public sealed record JobAnswer(string State, int Done, int Total, IReadOnlyList<JobFailure> Failed);

/// <summary>One that failed.</summary>
/// <param name="Id">A ThingName, or a certificate's id.</param>
public sealed record JobFailure(string Id, string Code, string Message);

/// <summary><c>/jobs</c>, for whoever follows bulk work without asking what it does.</summary>
internal static class JobEndpoints
{
    public static void Map(RouteGroupBuilder api) => api.MapGet("/jobs/{id}", FindAsync).WithTags("Jobs");

    private static async Task<JobAnswer> FindAsync(string id, WaveQueries waves, RevocationBatchQueries batches, HttpContext context, CancellationToken cancellationToken)
    {
        if (await waves.FindAsync(id, context.Actor(), cancellationToken) is { } wave)
        {
            var failed = await waves.FailedAsync(id, context.Actor(), cancellationToken);
            return new JobAnswer(WaveAnswer.Word(wave.State), wave.Proven + wave.Committed + wave.Failed + wave.TakenOver, wave.Total, [.. failed.Select(x => new JobFailure(x.Thing, x.Code, x.Message))]);
        }

        return await batches.FindAsync(id, context.Actor(), cancellationToken) is { } batch
            ? new JobAnswer(RevocationBatchAnswer.Word(batch.State), batch.Done + batch.Failed, batch.Total, [.. batch.Failures.Select(x => new JobFailure(x.Id, x.Code, x.Message))])
            : throw FleetError.NotFound("job", id);
    }
}
