using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Moves a batch to another state, with the audit entry and the event: the part that resume and stop share.</summary>
internal static class RevocationBatchTransition
{
    /// <summary>Moves a batch that is not done.</summary>
    /// <param name="registry">Writes it.</param>
    /// <param name="batches">Reads the batch after the change.</param>
    /// <param name="id">The batch's identifier.</param>
    /// <param name="action">The audit action, a name of <see cref="RevocationActions"/>.</param>
    /// <param name="change">Changes the record, in the transaction.</param>
    /// <param name="actor">Who asks; needs the right to issue.</param>
    /// <param name="cancellationToken">Ends the wait for the writer.</param>
    /// <returns>The batch after the change.</returns>
    /// <exception cref="FleetError"><c>revocation-batch-not-found</c>, <c>revocation-batch-ended</c>, <c>forbidden</c>.</exception>
    public static async Task<RevocationBatchView> ExecuteAsync(
        Registry registry, RevocationBatchQueries batches,
        string id, string action, Action<WriteScope, RevocationBatchRecord> change, Actor actor,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        await registry.WriteAsync(
            scope =>
            {
                var batch = scope.Db.Set<RevocationBatchRecord>().SingleOrDefault(x => x.Id == id)
                    ?? throw FleetError.NotFound(RevocationErrors.BatchNotFound, id);
                if (batch.State == BatchState.Done)
                {
                    throw new FleetError(FleetErrorKind.Conflict, RevocationErrors.BatchEnded, "The batch is done.");
                }

                change(scope, batch);
                scope.Audit(actor, action, new AuditTarget(AuditTargets.RevocationBatch, id));
                scope.Emit(FleetEventKind.RevocationBatchChanged, null);
            },
            cancellationToken);
        return (await batches.FindAsync(id, actor, CancellationToken.None))!;
    }
}
