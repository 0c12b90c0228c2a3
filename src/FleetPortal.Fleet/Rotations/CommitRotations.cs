using System.Linq.Expressions;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Ends rotations: by commit or roll-back of an operator, and by commit at the end of the grace period.</summary>
public sealed class CommitRotations(Registry registry, PendingRotationIndex pending, RotationQueries queries)
{
    // The number of rotations that share one set of effects, so that a part of the CRL is published once for all of them. It limits how
    // long other writers wait.
    private const int MaxBatchSize = 64;

    /// <summary>Commits every rotation whose grace period has ended. The upkeep calls it every second.</summary>
    public async Task CommitDueAsync(CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        List<(string Thing, string Id)> due;
        await using (var db = registry.Read())
        {
            // The old certificate stays while the new one is on hold or its authority is disabled.
            var usable = UsableCertificates.Of(db.Set<CertificateRecord>(), now);
            due = [.. (await db.Set<RotationRecord>().Where(x => x.State == RotationState.Proven
                && x.CommitDueAt <= now && usable.Any(certificate => certificate.Key == x.NewCertificateKey))
                .Select(x => new { x.Thing!.Name, x.Id }).ToListAsync(cancellationToken)).Select(x => (x.Name, x.Id))];
        }

        // A failed commit does not affect the others. Its exception is thrown after all of them.
        var failed = new List<Task>();
        foreach (var batch in due.Chunk(MaxBatchSize))
        {
            var writes = await registry.WriteTogetherAsync(batch.Select(x => Ending(x.Thing, x.Id, RotationState.Committed, Actor.System)),
                cancellationToken);
            foreach (var write in writes)
            {
                if (write.IsCompletedSuccessfully)
                {
                    pending.Forget(write.Result.ThingName, write.Result.NewCertificate);
                }
                else
                {
                    failed.Add(write);
                }
            }
        }

        await Task.WhenAll(failed);
    }

    internal async Task<RotationView> EndAsync(
        string thingName, string id, RotationState to, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var (name, newCertificate) = await registry.WriteAsync(Ending(thingName, id, to, actor), cancellationToken);
        pending.Forget(name, newCertificate);
        return (await queries.FindAsync(thingName, id, actor, CancellationToken.None))!;
    }

    private static Func<WriteScope, (string ThingName, CertificateId? NewCertificate)> Ending(
        string thingName, string id, RotationState to, Actor actor) =>
        scope => End(scope, thingName, id, to, actor);

    private static (string ThingName, CertificateId? NewCertificate) End(
        WriteScope scope, string thingName, string id, RotationState to, Actor actor)
    {
        var record = scope.Db.Set<RotationRecord>().Include(x => x.Thing).Include(x => x.NewCertificate)
            .SingleOrDefault(x => x.Id == id && x.Thing!.Name == thingName) ?? throw FleetError.NotFound(RotationErrors.NotFound, id);
        if (record.State >= RotationState.Committed)
        {
            // A repeated request succeeds. A committed rotation cannot be rolled back, nor the reverse.
            return record.State == to
                ? (record.Thing!.Name, null)
                : throw new FleetError(FleetErrorKind.Conflict, RotationErrors.Ended, $"The rotation has ended already ({record.State}).");
        }

        if (to == RotationState.Committed && record.State != RotationState.Proven)
        {
            throw new FleetError(FleetErrorKind.Conflict, RotationErrors.NotProven,
                $"{thingName} has not connected with a new certificate yet. Without the old one, the Thing would have no usable "
                + $"certificate.");
        }

        CertificateId? newCertificate = record.NewCertificate is null ? null : CertificateId.FromOctets(record.NewCertificate.Id);
        if (to == RotationState.Committed)
        {
            RequireUsable(scope, record, x => x.Key == record.NewCertificateKey, RotationErrors.NewCertificateNotUsable,
                "The new certificate is on hold or has expired, or its authority is not trusted. Without the old one, the Thing "
                + "would have no usable certificate.");
            RotationRows.Commit(scope, record, record.Thing!, actor);
            return (record.Thing!.Name, newCertificate);
        }

        if (record.NewCertificate?.Status == CertificateStatus.Active)
        {
            RequireUsable(scope, record, x => x.Key != record.NewCertificateKey, RevocationErrors.LastCredential,
                "The new certificate is its only usable one. Issue another certificate first, or revoke the new one.");
        }

        RotationRows.RollBack(scope, record, record.Thing!.Name, actor);
        if (record.NewCertificateKey is { } key)
        {
            RotationRows.Retire(scope, record.Thing, key, actor);
        }

        return (record.Thing.Name, newCertificate);
    }

    /// <summary>Throws if the Thing would have no usable certificate left.</summary>
    private static void RequireUsable(
        WriteScope scope, RotationRecord record, Expression<Func<CertificateRecord, bool>> left, string code, string message)
    {
        if (!UsableCertificates.Of(scope.Db.Set<CertificateRecord>(), scope.Now).Where(x => x.ThingKey == record.ThingKey).Any(left))
        {
            throw new FleetError(FleetErrorKind.Refused, code, $"{record.Thing!.Name}: {message}");
        }
    }
}
