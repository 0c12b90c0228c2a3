using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Resumes a revocation batch that waits after its first share or was stopped.</summary>
public sealed class ResumeRevocationBatch(Registry registry, RevocationBatchQueries batches)
{
    /// <summary>Resumes a batch. Needs the right to issue.</summary>
    /// <returns>The batch after the change.</returns>
    /// <exception cref="FleetError"><c>revocation-batch-not-found</c>, <c>revocation-batch-ended</c>, <c>forbidden</c>.</exception>
    public Task<RevocationBatchView> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken) =>
        RevocationBatchTransition.ExecuteAsync(registry, batches, id, RevocationActions.BatchResumed, Resume, actor, cancellationToken);

    private static void Resume(WriteScope scope, RevocationBatchRecord batch)
    {
        // After the first share is revoked, resuming continues with the rest, even if the batch was stopped at that point.
        var waitsForCanary = scope.Db.Set<RevocationBatchItemRecord>()
            .Any(x => x.BatchKey == batch.Key && x.State == BatchItemState.Waiting && x.Position < batch.Canary);
        if (!waitsForCanary)
        {
            batch.Canary = 0;
        }

        batch.State = BatchState.Running;
    }
}
