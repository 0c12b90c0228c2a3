using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>
/// Takes a Thing out of service: revokes its certificates (cessationOfOperation) and closes its session. Its name stays reserved. The
/// slices
/// delete what they keep of it: <see cref="IRetirementStep"/> in the transaction, <see cref="IRetirementFollower"/> after the commit. Needs
/// <see cref="Permission.ManageThings"/>; <see cref="Permission.Administer"/> to free the name.
/// </summary>
public sealed class RetireThing(Registry registry, IEnumerable<IRetirementFollower> followers)
{
    /// <summary>Retires the Thing and returns the number of closed sessions.</summary>
    /// <param name="name">The name of the Thing.</param>
    /// <param name="forget">Whether to free the name as well. Certificates and audit entries are kept.</param>
    /// <param name="actor">The actor who retires it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <param name="version">The version that the caller has read; null skips this check.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>version-mismatch</c>, <c>forbidden</c>.</exception>
    public async Task<int> ExecuteAsync(string name, bool forget, Actor actor, CancellationToken cancellationToken, long? version = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(forget ? Permission.Administer : Permission.ManageThings);
        var (stored, changes) = await registry.WriteAsync(scope => Retire(scope, name, forget, version, actor), cancellationToken);
        foreach (var follower in followers)
        {
            await follower.ForgetAsync(stored);
        }

        return changes.SessionsClosed;
    }

    private static (string Name, StatusChanges Changes) Retire(WriteScope scope, string name, bool forget, long? version, Actor actor)
    {
        var thing = scope.Db.Things().SingleOrDefault(x => x.Name == name && (forget || x.RetiredAt == null))
            ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
        UpdateThing.RequireVersion(thing, version);
        var certificates = scope.Db.Set<CertificateRecord>()
            .Where(x => x.ThingKey == thing.Key && x.Status != CertificateStatus.Revoked).ToList();
        foreach (var certificate in certificates)
        {
            CertificateTransitions.Apply(scope,
                certificate, thing, CertificateStatus.Revoked, RevocationReason.CessationOfOperation, actor);
        }

        var stored = thing.Name;
        var changes = scope.Note<StatusChanges>();
        changes.ClosesThing = new ClosingThing(stored, ForGood: true);

        // A Thing that is registered with the same name later is another Thing. It must not get the rotations, tokens and messages of this
        // one.
        foreach (var step in scope.Steps<IRetirementStep>())
        {
            step.Retire(scope, thing, actor);
        }

        thing.RetiredAt ??= scope.Now;
        thing.Enabled = false;
        thing.Version++;
        if (forget)
        {
            // The row is kept for its certificates. A ThingName cannot contain '~', so the old name is free again.
            thing.Name = $"{thing.Name}~{thing.Key}";
        }

        scope.Audit(actor, forget ? ThingActions.Forgotten : ThingActions.Retired, AuditTarget.Thing(stored));
        scope.Emit(FleetEventKind.ThingChanged, stored);
        return (stored, changes);
    }
}
