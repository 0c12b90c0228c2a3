using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>Revokes many certificates. What it will do is fixed when it begins; the runner does it, also after a restart.</summary>
/// <param name="CanaryPercent">So many are revoked first; then it waits until somebody says that the rest may follow. 0: no canary.</param>
public sealed record RevocationBatchRequest(CertificateSelection Selection, RevocationReason Reason, int CanaryPercent = 0);

/// <summary>Begins a batch of revocations.</summary>
public sealed class StartRevocationBatch(Registry registry, RevocationBatchQueries batches)
{
    private const string InsertItem = "INSERT INTO RevocationBatchItems (BatchKey, Position, CertificateKey, State) VALUES ($1, $2, $3, $4)";

    /// <exception cref="FleetError"><c>selection-invalid</c>, <c>selection-empty</c>, <c>canary-invalid</c>, <c>query-invalid</c>, <c>forbidden</c>.</exception>
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
            throw new FleetError(FleetErrorKind.Refused, RevocationErrors.SelectionEmpty, "No certificate matches that is not revoked already.");
        }

        // The canary is to be like the rest: the first ones issued are often alike in something.
        RandomNumberGenerator.Shuffle<long>(keys);
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        await registry.WriteAsync(scope => Store(scope, id, request, keys, alone, actor), cancellationToken);
        return (await batches.FindAsync(id, actor, CancellationToken.None))!;
    }

    /// <summary>What is wrong with a request before anything is read.</summary>
    /// <exception cref="FleetError"><c>canary-invalid</c>.</exception>
    public static void Check(RevocationBatchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.CanaryPercent is < 0 or > 99)
        {
            throw new FleetError(RevocationErrors.CanaryInvalid, [new Fault("canaryPercent", "A share from 0 (no canary) to 99.")]);
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

        scope.Audit(actor, RevocationActions.BatchStarted, new AuditTarget(AuditTargets.RevocationBatch, id), new { batch.Selection, certificates = keys.Length, reason = request.Reason.ToWire(), canary = batch.Canary, leftWithoutCredential = alone });
        scope.Emit(FleetEventKind.RevocationBatchChanged, null);
    }
}
