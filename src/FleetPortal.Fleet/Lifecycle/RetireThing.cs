using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Rotations;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>Takes a Thing out of service: its certificates are revoked (cessationOfOperation), its session closed, its name stays reserved.</summary>
public sealed class RetireThing(Registry registry, IPersistentSessions sessions, TopicActivity activity, SequenceTracker sequences, PendingRotationIndex rotations)
{
    /// <summary>Retires; answers how many sessions were closed.</summary>
    /// <param name="name">The Thing.</param>
    /// <param name="forget">Free the name as well: administrators only. Certificates and the audit stay.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <param name="version">The version that was read, or null to retire it as it is.</param>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>version-mismatch</c>, <c>forbidden</c>.</exception>
    public async Task<int> ExecuteAsync(string name, bool forget, Actor actor, CancellationToken cancellationToken, long? version = null)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(forget ? Permission.Administer : Permission.ManageThings);
        var (stored, changes) = await registry.WriteAsync(scope => Retire(scope, name, forget, version, actor), cancellationToken);
        await sessions.ForgetAsync(stored);
        activity.Forget(stored);
        sequences.Forget(stored);
        rotations.Forget(stored, null);
        return changes.SessionsClosed;
    }

    private static (string Name, StatusChanges Changes) Retire(WriteScope scope, string name, bool forget, long? version, Actor actor)
    {
        var thing = scope.Db.Set<ThingRecord>().SingleOrDefault(x => x.Name == name && (forget || x.RetiredAt == null)) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);
        UpdateThing.RequireVersion(thing, version);
        var certificates = scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key && x.Status != CertificateStatus.Revoked).ToList();
        foreach (var certificate in certificates)
        {
            CertificateTransitions.Apply(scope, certificate, thing, CertificateStatus.Revoked, RevocationReason.CessationOfOperation, actor);
        }

        var stored = thing.Name;
        var changes = scope.Note<StatusChanges>();
        changes.ClosesThing = new ClosingThing(stored, ForGood: true);

        // Whoever registers the name again is another Thing: nothing that was promised to this one is theirs.
        RotationRows.NoteRetired(scope, thing, actor);
        EnrolmentTokens.ForgetThing(scope, stored);
        RetainedMessages.ForgetThing(scope, stored);
        thing.RetiredAt ??= scope.Now;
        thing.Enabled = false;
        thing.Version++;
        if (forget)
        {
            // A ThingName has no '~': the row stays for its certificates, the name is free again.
            thing.Name = $"{thing.Name}~{thing.Key}";
        }

        scope.Audit(actor, forget ? ThingActions.Forgotten : ThingActions.Retired, AuditTarget.Thing(stored));
        scope.Emit(FleetEventKind.ThingChanged, stored);
        return (stored, changes);
    }
}
