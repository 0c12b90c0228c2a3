using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>What containment did. Everything in it is over when it is answered.</summary>
public sealed record Containment(string ThingName, int SessionsClosed, IReadOnlyList<CertificateId> CertificatesHeld, TimeSpan Elapsed, PropagationTimes Known);

/// <summary>Puts everything that lets a Thing in on hold, ends its enrolment tokens and closes its sessions. Nothing is revoked: <see cref="ReleaseThing"/> undoes it.</summary>
public sealed class ContainThing(Registry registry)
{
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>note-too-long</c>, <c>forbidden</c>.</exception>
    public async Task<Containment> ExecuteAsync(string name, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var started = registry.Time.GetTimestamp();
        var (stored, changes) = await registry.WriteAsync(scope => ThingHold.Contain(scope, name, note, actor), cancellationToken);
        return new Containment(stored, changes.SessionsClosed, [.. changes.Certificates.Select(certificate => certificate.Id)], registry.Time.GetElapsedTime(started), changes.Known);
    }
}

/// <summary>Ends a containment: what it put on hold may be used again; what was on hold before stays so.</summary>
public sealed class ReleaseThing(Registry registry)
{
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>note-too-long</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<CertificateId>> ExecuteAsync(string name, string? note, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        FreeText.RequireNote(note);
        var (_, changes) = await registry.WriteAsync(scope => ThingHold.Release(scope, name, note, actor), cancellationToken);
        return [.. changes.Certificates.Select(certificate => certificate.Id)];
    }
}

/// <summary>Moves the certificates of a Thing together, in one transaction.</summary>
internal static class ThingHold
{
    public static (string ThingName, StatusChanges Changes) Contain(WriteScope scope, string name, string? note, Actor actor)
    {
        var thing = Find(scope, name);

        // Whoever has one would come in with a certificate of their own. They are not given back: a new one is made as easily.
        var tokens = EnrolmentTokens.ForgetThing(scope, thing.Name);
        if (tokens > 0)
        {
            scope.Emit(FleetEventKind.ThingChanged, thing.Name);
        }

        scope.Note<StatusChanges>().ClosesThing = new ClosingThing(thing.Name, ForGood: false);
        return Move(scope, thing, scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Active), CertificateStatus.Inactive, ThingActions.Contained, note, actor, tokens);
    }

    public static (string ThingName, StatusChanges Changes) Release(WriteScope scope, string name, string? note, Actor actor)
    {
        var thing = Find(scope, name);
        return Move(scope, thing, scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key && x.Status == CertificateStatus.Inactive && x.HeldWithThing), CertificateStatus.Active, ThingActions.Released, note, actor);
    }

    private static ThingRecord Find(WriteScope scope, string name) => scope.Db.Set<ThingRecord>().SingleOrDefault(x => x.Name == name && x.RetiredAt == null) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);

    private static (string ThingName, StatusChanges Changes) Move(WriteScope scope, ThingRecord thing, IQueryable<CertificateRecord> which, CertificateStatus to, string action, string? note, Actor actor, int enrolmentTokens = 0)
    {
        var certificates = which.ToList();
        foreach (var certificate in certificates)
        {
            CertificateTransitions.Apply(scope, certificate, thing, to, null, actor, note, withThing: to == CertificateStatus.Inactive);
        }

        scope.Audit(actor, action, AuditTarget.Thing(thing.Name), new { note, certificates = certificates.Count, enrolmentTokens });
        return (thing.Name, scope.Note<StatusChanges>());
    }
}
