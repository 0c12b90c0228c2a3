using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Slices.Jobs;

namespace FleetPortal.Slices.Revocations;

/// <summary>Finds revocation batches for <c>GET /jobs/{id}</c>.</summary>
internal sealed class RevocationJobs(RevocationBatchQueries batches) : IJobSource
{
    /// <inheritdoc/>
    public async Task<JobAnswer?> FindAsync(string id, Actor actor, CancellationToken cancellationToken) =>
        await batches.FindAsync(id, actor, cancellationToken) is { } batch
            ? new JobAnswer(StateOf(batch.State),
                batch.Done + batch.Failed, batch.Total, [.. batch.Failures.Select(x => new JobFailure(x.Id, x.Code, x.Message))])
            : null;

    private static JobState StateOf(BatchState state) => state switch
    {
        BatchState.Running => JobState.Running,
        BatchState.Canary => JobState.Canary,
        BatchState.Stopped => JobState.Stopped,
        _ => JobState.Done,
    };
}
