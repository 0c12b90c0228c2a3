using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Stops a revocation batch: the certificates that were not processed yet keep their status. It may be resumed.</summary>
public sealed class StopRevocationBatch(Registry registry, RevocationBatchQueries batches)
{
    /// <summary>Stops a batch. Needs the right to issue.</summary>
    /// <returns>The batch after the change.</returns>
    /// <exception cref="FleetError"><c>revocation-batch-not-found</c>, <c>revocation-batch-ended</c>, <c>forbidden</c>.</exception>
    public Task<RevocationBatchView> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken) =>
        RevocationBatchTransition.ExecuteAsync(
            registry, batches, id,
            RevocationActions.BatchStopped, (_, batch) => batch.State = BatchState.Stopped, actor, cancellationToken);
}
