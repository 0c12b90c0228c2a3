using System.Linq.Expressions;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>What commit and roll-back share, and what the end of a grace period does by itself.</summary>
public sealed class CommitRotations(Registry registry, PendingRotationIndex pending, RotationQueries queries)
{
    // Committed with one set of effects, so that a part of the CRL is published once for all of them. It bounds how long other writers wait.
    private const int MaxBatchSize = 64;

    /// <summary>Commits every rotation whose grace period is over.</summary>
    public async Task CommitDueAsync(CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        List<(string Thing, string Id)> due;
        await using (var db = registry.Read())
        {
            // While the new certificate is on hold, or its authority is disabled, the old one stays.
            var usable = UsableCertificates.Of(db.Set<CertificateRecord>(), now);
            due = [.. (await db.Set<RotationRecord>().Where(x => x.State == RotationState.Proven && x.CommitDueAt <= now && usable.Any(certificate => certificate.Key == x.NewCertificateKey)).Select(x => new { x.Thing!.Name, x.Id }).ToListAsync(cancellationToken)).Select(x => (x.Name, x.Id))];
        }

        // A commit that fails takes nothing from the others; its exception is thrown when all had their turn.
        var failed = new List<Task>();
        foreach (var batch in due.Chunk(MaxBatchSize))
        {
            var writes = await registry.WriteTogetherAsync(batch.Select(x => Ending(x.Thing, x.Id, RotationState.Committed, Actor.System)), cancellationToken);
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

    internal async Task<RotationView> EndAsync(string thingName, string id, RotationState to, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var (name, newCertificate) = await registry.WriteAsync(Ending(thingName, id, to, actor), cancellationToken);
        pending.Forget(name, newCertificate);
        return (await queries.FindAsync(thingName, id, actor, CancellationToken.None))!;
    }

    private static Func<WriteScope, (string ThingName, CertificateId? NewCertificate)> Ending(string thingName, string id, RotationState to, Actor actor) =>
        scope => End(scope, thingName, id, to, actor);

    private static (string ThingName, CertificateId? NewCertificate) End(WriteScope scope, string thingName, string id, RotationState to, Actor actor)
    {
        var record = scope.Db.Set<RotationRecord>().Include(x => x.Thing).Include(x => x.NewCertificate).SingleOrDefault(x => x.Id == id && x.Thing!.Name == thingName) ?? throw FleetError.NotFound(RotationErrors.NotFound, id);
        if (record.State >= RotationState.Committed)
        {
            // Twice is once; but what was committed cannot be rolled back.
            return record.State == to
                ? (record.Thing!.Name, null)
                : throw new FleetError(FleetErrorKind.Conflict, RotationErrors.Ended, $"The rotation has ended already ({record.State}).");
        }

        if (to == RotationState.Committed && record.State != RotationState.Proven)
        {
            throw new FleetError(FleetErrorKind.Conflict, RotationErrors.NotProven, $"{thingName} has not connected with a new certificate yet. To retire the old one now would leave it without any.");
        }

        CertificateId? newCertificate = record.NewCertificate is null ? null : CertificateId.FromOctets(record.NewCertificate.Id);
        if (to == RotationState.Committed)
        {
            RequireUsable(scope, record, x => x.Key == record.NewCertificateKey, RotationErrors.NewCertificateNotUsable, "The new certificate is on hold, has ended, or its authority does not count. To retire the old one now would leave it without any.");
            RotationRows.Commit(scope, record, record.Thing!, actor);
            return (record.Thing!.Name, newCertificate);
        }

        if (record.NewCertificate?.Status == CertificateStatus.Active)
        {
            RequireUsable(scope, record, x => x.Key != record.NewCertificateKey, RevocationErrors.LastCredential, "Nothing but the new certificate lets it in any more. Issue it another one first, or revoke the new one.");
        }

        RotationRows.RollBack(scope, record, record.Thing!.Name, actor);
        if (record.NewCertificateKey is { } key)
        {
            RotationRows.Retire(scope, record.Thing, key, actor);
        }

        return (record.Thing.Name, newCertificate);
    }

    /// <summary>Whatever ends, something that lets the Thing in is left.</summary>
    private static void RequireUsable(WriteScope scope, RotationRecord record, Expression<Func<CertificateRecord, bool>> left, string code, string message)
    {
        if (!UsableCertificates.Of(scope.Db.Set<CertificateRecord>(), scope.Now).Where(x => x.ThingKey == record.ThingKey).Any(left))
        {
            throw new FleetError(FleetErrorKind.Refused, code, $"{record.Thing!.Name}: {message}");
        }
    }
}
