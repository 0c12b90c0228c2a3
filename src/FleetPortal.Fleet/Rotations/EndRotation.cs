using System.Linq.Expressions;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotations;

/// <summary>Retires the old certificate now, not at the end of the grace period.</summary>
public sealed class CommitRotation(CommitRotations end)
{
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-not-proven</c>, <c>rotation-ended</c>, <c>new-certificate-not-usable</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.Committed, actor, cancellationToken);
}

/// <summary>Retires the new certificate; the old one stays.</summary>
public sealed class RollBackRotation(CommitRotations end)
{
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-ended</c>, <c>last-credential</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.RolledBack, actor, cancellationToken);
}

/// <summary>What commit and roll-back share, and what the end of a grace period does by itself.</summary>
public sealed class CommitRotations(Registry registry, LiveConnections connections, CertificateStatusEffects effect, PendingRotationIndex watch, RotationQueries queries)
{
    // What is carried out together: one look at the CRL's part for all of them. Other writers wait for so many at most.
    private const int Together = 64;

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

        // One that fails keeps nothing from the others: they are committed and carried out, and it is thrown when all had their turn.
        var failed = new List<Task>();
        foreach (var together in due.Chunk(Together))
        {
            var started = registry.Time.GetTimestamp();
            var written = together.Select(x => WriteEndAsync(x.Thing, x.Id, RotationState.Committed, Actor.System, cancellationToken)).ToList();
            await ((Task)Task.WhenAll(written)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ApplyAfterCommitAsync([.. written.Where(x => x.IsCompletedSuccessfully).Select(x => x.Result).OfType<ChangedCertificate>()], started);
            failed.AddRange(written.Where(x => !x.IsCompletedSuccessfully));
        }

        await Task.WhenAll(failed);
    }

    internal async Task<RotationView> EndAsync(string thingName, string id, RotationState to, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var started = registry.Time.GetTimestamp();
        if (await WriteEndAsync(thingName, id, to, actor, cancellationToken) is { } retired)
        {
            await ApplyAfterCommitAsync([retired], started);
        }

        return (await queries.FindAsync(thingName, id, actor, CancellationToken.None))!;
    }

    private async Task<ChangedCertificate?> WriteEndAsync(string thingName, string id, RotationState to, Actor actor, CancellationToken cancellationToken)
    {
        var (name, newCertificate, retired) = await registry.WriteAsync(scope => End(scope, thingName, id, to, actor), cancellationToken);
        watch.Forget(name, newCertificate);
        return retired;
    }

    private Task ApplyAfterCommitAsync(List<ChangedCertificate> retired, long started) =>
        retired.Count == 0 ? Task.CompletedTask : effect.ApplyAfterCommitAsync(retired, () => connections.CloseAsync([.. retired.Select(x => x.Id)], SessionEndReason.RightsWithdrawn), started);

    private static (string ThingName, CertificateId? NewCertificate, ChangedCertificate? Retired) End(WriteScope scope, string thingName, string id, RotationState to, Actor actor)
    {
        var record = scope.Db.Set<RotationRecord>().Include(x => x.Thing).Include(x => x.NewCertificate).SingleOrDefault(x => x.Id == id && x.Thing!.Name == thingName) ?? throw FleetError.NotFound("rotation", id);
        if (record.State >= RotationState.Committed)
        {
            // Twice is once; but what was committed cannot be rolled back.
            return record.State == to
                ? (record.Thing!.Name, null, null)
                : throw new FleetError(FleetErrorKind.Conflict, "rotation-ended", $"The rotation has ended already ({record.State}).");
        }

        if (to == RotationState.Committed && record.State != RotationState.Proven)
        {
            throw new FleetError(FleetErrorKind.Conflict, "rotation-not-proven", $"{thingName} has not connected with a new certificate yet. To retire the old one now would leave it without any.");
        }

        CertificateId? newCertificate = record.NewCertificate is null ? null : CertificateId.FromOctets(record.NewCertificate.Id);
        if (to == RotationState.Committed)
        {
            RequireUsable(scope, record, x => x.Key == record.NewCertificateKey, "new-certificate-not-usable", "The new certificate is on hold, has ended, or its authority does not count. To retire the old one now would leave it without any.");
            return (record.Thing!.Name, newCertificate, RotationRows.Commit(scope, record, record.Thing, actor));
        }

        if (record.NewCertificate?.Status == CertificateStatus.Active)
        {
            RequireUsable(scope, record, x => x.Key != record.NewCertificateKey, "last-credential", "Nothing but the new certificate lets it in any more. Issue it another one first, or revoke the new one.");
        }

        RotationRows.RollBack(scope, record, record.Thing!.Name, actor);
        return (record.Thing.Name, newCertificate, record.NewCertificateKey is { } key ? RotationRows.Retire(scope, record.Thing, key, actor) : null);
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
