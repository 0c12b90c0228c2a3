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
            ? new JobAnswer(RevocationBatchAnswer.Word(batch.State), batch.Done + batch.Failed, batch.Total, [.. batch.Failures.Select(x => new JobFailure(x.Id, x.Code, x.Message))])
            : null;
}
