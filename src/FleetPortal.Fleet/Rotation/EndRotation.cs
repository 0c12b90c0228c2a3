using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Data;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Rotation;

/// <summary>Retires the old certificate now, not at the end of the grace period.</summary>
public sealed class CommitRotation(RotationEnd end)
{
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-not-proven</c>, <c>rotation-ended</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.Committed, actor, cancellationToken);
}

/// <summary>Retires the new certificate; the old one stays.</summary>
public sealed class RollBackRotation(RotationEnd end)
{
    /// <exception cref="FleetError"><c>rotation-not-found</c>, <c>rotation-ended</c>, <c>forbidden</c>.</exception>
    public Task<RotationView> ExecuteAsync(string thingName, string id, Actor actor, CancellationToken cancellationToken) =>
        end.EndAsync(thingName, id, RotationState.RolledBack, actor, cancellationToken);
}

/// <summary>What commit and roll-back share, and what the end of a grace period does by itself.</summary>
public sealed class RotationEnd(Registry registry, LiveConnections connections, StatusEffect effect, RotationWatch watch, RotationQueries queries)
{
    /// <summary>Commits every rotation whose grace period is over.</summary>
    public async Task CommitDueAsync(CancellationToken cancellationToken)
    {
        var now = registry.Time.GetUtcNow();
        List<(string Thing, string Id)> due;
        await using (var db = registry.Read())
        {
            due = [.. (await db.Rotations.Where(x => x.State == RotationState.Proven && x.CommitDueAt <= now).Select(x => new { x.Thing!.Name, x.Id }).ToListAsync(cancellationToken)).Select(x => (x.Name, x.Id))];
        }

        foreach (var (thing, id) in due)
        {
            await EndAsync(thing, id, RotationState.Committed, Actor.System, cancellationToken);
        }
    }

    internal async Task<RotationView> EndAsync(string thingName, string id, RotationState to, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Issue);
        var started = registry.Time.GetTimestamp();
        var (name, newCertificate, retired) = await registry.WriteAsync(scope => End(scope, thingName, id, to, actor), cancellationToken);
        watch.Forget(name, newCertificate);
        if (retired is not null)
        {
            await effect.CarryOutAsync([retired], () => connections.CloseAsync([retired.Id], SessionEnd.RightsWithdrawn), started);
        }

        return (await queries.FindAsync(name, id, actor, CancellationToken.None))!;
    }

    private static (string ThingName, CertificateId? NewCertificate, ChangedCertificate? Retired) End(WriteScope scope, string thingName, string id, RotationState to, Actor actor)
    {
        var record = scope.Db.Rotations.Include(x => x.Thing).Include(x => x.NewCertificate).SingleOrDefault(x => x.Id == id && x.Thing!.Name == thingName) ?? throw FleetError.NotFound("rotation", id);
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
            return (record.Thing!.Name, newCertificate, Rotations.Commit(scope, record, record.Thing, actor));
        }

        record.EndedAt = scope.Now;
        Rotations.Move(scope, record, record.Thing!.Name, to, actor);
        return (record.Thing.Name, newCertificate, record.NewCertificateKey is { } key ? Rotations.Retire(scope, record.Thing, key, actor) : null);
    }
}
