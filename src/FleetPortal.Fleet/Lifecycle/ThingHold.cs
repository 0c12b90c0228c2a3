using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Enrolment;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;

namespace FleetPortal.Fleet.Lifecycle;

/// <summary>Changes the status of all certificates of a Thing in one transaction.</summary>
internal static class ThingHold
{
    /// <summary>Puts the active certificates on hold.</summary>
    public static (string ThingName, StatusChanges Changes) Contain(WriteScope scope, string name, string? note, Actor actor)
    {
        var thing = Find(scope, name);

        // With an enrolment token, an attacker could get a new certificate. A release does not restore the tokens; an operator creates new
        // ones.
        var tokens = EnrolmentTokens.ForgetThing(scope, thing.Name);
        if (tokens > 0)
        {
            scope.Emit(FleetEventKind.ThingChanged, thing.Name);
        }

        scope.Note<StatusChanges>().ClosesThing = new ClosingThing(thing.Name, ForGood: false);
        return Move(scope, thing, scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key
            && x.Status == CertificateStatus.Active), CertificateStatus.Inactive, ThingActions.Contained, note, actor, tokens);
    }

    /// <summary>Puts the active certificates of a Thing or an application on hold, and closes all its sessions.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>.</exception>
    public static StatusChanges ContainPrincipal(WriteScope scope, string name, string? note, Actor actor)
    {
        if (scope.Db.Set<ThingRecord>().SingleOrDefault(x => x.Name == name && x.Kind == PrincipalKind.Application && x.RetiredAt == null)
            is not { } application)
        {
            return Contain(scope, name, note, actor).Changes;
        }

        foreach (var certificate in scope.Db.Set<CertificateRecord>()
            .Where(x => x.ThingKey == application.Key && x.Status == CertificateStatus.Active).ToList())
        {
            CertificateTransitions.Apply(scope, certificate, application, CertificateStatus.Inactive, null, actor, note);
        }

        var changes = scope.Note<StatusChanges>();
        changes.ClosesThing = new ClosingThing(application.Name, ForGood: false);
        return changes;
    }

    /// <summary>Releases the certificates that a containment put on hold.</summary>
    public static (string ThingName, StatusChanges Changes) Release(WriteScope scope, string name, string? note, Actor actor)
    {
        var thing = Find(scope, name);
        return Move(scope, thing, scope.Db.Set<CertificateRecord>().Where(x => x.ThingKey == thing.Key
            && x.Status == CertificateStatus.Inactive && x.HeldWithThing), CertificateStatus.Active, ThingActions.Released, note, actor);
    }

    private static ThingRecord Find(WriteScope scope, string name) => scope.Db.Things()
        .SingleOrDefault(x => x.Name == name && x.RetiredAt == null) ?? throw FleetError.NotFound(ThingErrors.NotFound, name);

    private static (string ThingName, StatusChanges Changes) Move(WriteScope scope, ThingRecord thing,
        IQueryable<CertificateRecord> which, CertificateStatus to, string action, string? note, Actor actor, int enrolmentTokens = 0)
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
