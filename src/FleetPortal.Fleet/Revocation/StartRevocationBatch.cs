using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The request to revoke many certificates.</summary>
/// <param name="Selection">The certificates.</param>
/// <param name="Reason">The reason of all revocations.</param>
/// <param name="CanaryPercent">The share that is revoked first, in percent from 0 to 99. The batch then waits until an operator resumes it.
/// 0 revokes all at once.</param>
public sealed record RevocationBatchRequest(CertificateSelection Selection, RevocationReason Reason, int CanaryPercent = 0);

/// <summary>
/// Creates a revocation batch. The certificates are fixed when it is created; <see cref="RevocationBatchRunner"/> revokes them, also after
/// a restart.
/// </summary>
public sealed class StartRevocationBatch(Registry registry, RevocationBatchQueries batches)
{
    private const string InsertItem =
        "INSERT INTO RevocationBatchItems (BatchKey, Position, CertificateKey, State) VALUES ($1, $2, $3, $4)";

    /// <summary>Creates the batch and returns it. Needs the right <see cref="Permission.Issue"/>.</summary>
    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>selection-empty</c>, <c>canary-invalid</c>, <c>query-invalid</c>,
    /// <c>forbidden</c>.</exception>
    public async Task<RevocationBatchView> ExecuteAsync(RevocationBatchRequest request, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        request.Selection.Check();
        Check(request);

        long[] keys;
        int alone;
        await using (var db = registry.Read())
        {
            var now = registry.Time.GetUtcNow();
            var rows = request.Selection.Rows(db, now, request.Reason);
            keys = await rows.Select(x => x.Key).ToArrayAsync(cancellationToken);
            alone = await BlastRadiusQuery.WithoutOther(db, rows, now).CountAsync(cancellationToken);
        }

        if (keys.Length == 0)
        {
            throw new FleetError(FleetErrorKind.Refused,
                RevocationErrors.SelectionEmpty, "The selection contains no certificate that could be revoked.");
        }

        // Shuffle, so that the first share is a sample of all: certificates that were issued at the same time are often similar.
        RandomNumberGenerator.Shuffle<long>(keys);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await registry.WriteAsync(scope => Store(scope, id, request, keys, alone, actor), cancellationToken);
        return (await batches.FindAsync(id, actor, CancellationToken.None))!;
    }

    /// <summary>Checks the values of a request before anything is read.</summary>
    /// <exception cref="FleetError"><c>canary-invalid</c>.</exception>
    public static void Check(RevocationBatchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.CanaryPercent is < 0 or > 99)
        {
            throw new FleetError(RevocationErrors.CanaryInvalid,
                [new Fault("canaryPercent", "Send a percentage from 0 (no canary) to 99.")]);
        }
    }

    private static void Store(WriteScope scope, string id, RevocationBatchRequest request, long[] keys, int alone, Actor actor)
    {
        var batch = new RevocationBatchRecord
        {
            Id = id,
            Selection = request.Selection.Description,
            Reason = request.Reason,
            Total = keys.Length,
            Canary = request.CanaryPercent == 0 ? 0 : Math.Max(1, keys.Length * request.CanaryPercent / 100),
            LeftWithoutCredential = alone,
            CreatedAt = scope.Now,
            CreatedByKind = actor.Kind,
            CreatedBy = actor.Name,
            CreatedById = actor.Id,
        };
        scope.Db.Set<RevocationBatchRecord>().Add(batch);
        scope.Db.SaveChanges();
        for (var i = 0; i < keys.Length; i++)
        {
            scope.Statements.Execute(InsertItem, batch.Key, i, keys[i], BatchItemState.Waiting);
        }

        scope.Audit(actor, RevocationActions.BatchStarted, new AuditTarget(AuditTargets.RevocationBatch, id), new { batch.Selection,
            certificates = keys.Length, reason = request.Reason.ToWire(), canary = batch.Canary, leftWithoutCredential = alone });
        scope.Emit(FleetEventKind.RevocationBatchChanged, null);
    }
}
