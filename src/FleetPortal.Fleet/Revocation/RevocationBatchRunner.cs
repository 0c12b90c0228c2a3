using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>
/// Runs the open revocation batches, 100 certificates in each transaction. Its whole state is in the tables, so it continues after a
/// restart.
/// </summary>
public sealed class RevocationBatchRunner(Registry registry)
{
    // A transaction blocks all other writers; one of this size takes about 10 milliseconds.
    private const int Chunk = 100;

    /// <summary>Revokes until no batch is running. The upkeep calls it twice a second.</summary>
    public async Task StepAsync(CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken) is { } key)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await registry.WriteAsync(scope => Revoke(scope, key), cancellationToken) is { SessionsClosed: var closed })
            {
                // Also where no session was open: what was measured of these certificates is stored by now.
                await registry.WriteAsync(scope => NoteClosed(scope, key, closed), CancellationToken.None);
            }
        }
    }

    private static void NoteClosed(WriteScope scope, long key, int sessions)
    {
        scope.Statements.Execute("""UPDATE RevocationBatches SET SessionsClosed = SessionsClosed + $1 WHERE "Key" = $2""", sessions, key);
        scope.Emit(FleetEventKind.RevocationBatchChanged, null);
    }

    private async Task<long?> NextAsync(CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        return await db.Set<RevocationBatchRecord>()
            .Where(x => x.State == BatchState.Running).OrderBy(x => x.Key).Select(x => (long?)x.Key).FirstOrDefaultAsync(cancellationToken);
    }

    private static StatusChanges? Revoke(WriteScope scope, long key)
    {
        var batch = scope.Db.Set<RevocationBatchRecord>().Single(x => x.Key == key);
        if (batch.State != BatchState.Running)
        {
            return null;
        }

        var actor = Actor.JobOf(batch.CreatedByKind, batch.CreatedBy, batch.CreatedById);
        var due = scope.Db.Set<RevocationBatchItemRecord>().Where(x => x.BatchKey == key && x.State == BatchItemState.Waiting
            && (batch.Canary == 0 || x.Position < batch.Canary)).OrderBy(x => x.Position).Take(Chunk).ToList();
        foreach (var item in due)
        {
            var certificate = scope.Db.Set<CertificateRecord>().Include(x => x.Thing).Single(x => x.Key == item.CertificateKey);
            if (batch.Reason == RevocationReason.KeyCompromise)
            {
                // Another item of the batch with the same key may have revoked it already.
                CompromisedKeys.Revoke(scope, certificate, actor, $"batch {batch.Id}");
                item.State = BatchItemState.Done;
                continue;
            }

            if (certificate.Status == CertificateStatus.Revoked)
            {
                (item.State, item.Code, item.Message) = (BatchItemState.Failed, CertificateErrors.Revoked,
                    $"The certificate was already revoked with the reason {certificate.RevocationReason?.ToWire()}.");
                continue;
            }

            CertificateTransitions.Apply(scope,
                certificate, certificate.Thing!, CertificateStatus.Revoked, batch.Reason, actor, $"batch {batch.Id}");
            item.State = BatchItemState.Done;
        }

        if (due.Count < Chunk)
        {
            scope.Db.SaveChanges();
            Settle(scope, batch, actor);
        }

        scope.Emit(FleetEventKind.RevocationBatchChanged, null);
        return scope.Note<StatusChanges>();
    }

    /// <summary>
    /// Sets the state of a batch that has no due certificates: it waits for an operator after the first share, or is done.
    /// </summary>
    private static void Settle(WriteScope scope, RevocationBatchRecord batch, Actor actor)
    {
        if (scope.Db.Set<RevocationBatchItemRecord>().Any(x => x.BatchKey == batch.Key && x.State == BatchItemState.Waiting))
        {
            batch.State = BatchState.Canary;
            scope.Audit(actor, RevocationActions.BatchPausedAfterCanary,
                new AuditTarget(AuditTargets.RevocationBatch, batch.Id), new { revoked = batch.Canary });
            return;
        }

        (batch.State, batch.EndedAt) = (BatchState.Done, scope.Now);
        scope.Audit(actor, RevocationActions.BatchDone, new AuditTarget(AuditTargets.RevocationBatch, batch.Id), new { batch.Total });
    }
}
