using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Cancels an enrolment token before it is used.</summary>
public sealed class CancelEnrolmentToken(Registry registry)
{
    /// <summary>
    /// Cancels the token. Needs the right <see cref="Permission.Contain"/>, because cancelling a token keeps a device out.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>; <c>enrolment-token-not-found</c>: there is no such token, or it was used or has
    /// expired; <c>forbidden</c>.</exception>
    public Task ExecuteAsync(string thingName, long id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        return registry.WriteAsync(
            scope =>
            {
                var name = scope.Db.Things().Where(x => x.Name == thingName && x.RetiredAt == null)
                    .Select(x => x.Name).SingleOrDefault() ?? throw FleetError.NotFound(ThingErrors.NotFound, thingName);
                if (scope.Statements
                    .Execute("DELETE FROM EnrolmentTokens WHERE \"Key\" = $1 AND ThingName = $2 AND UsedAt IS NULL AND ExpiresAt > $3",
                    id, name, scope.Now) != 1)
                {
                    throw FleetError.NotFound(EnrolmentErrors.TokenNotFound,
                        id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                scope.Audit(actor, EnrolmentActions.TokenCancelled, AuditTarget.Thing(name), new { id });
                scope.Emit(FleetEventKind.ThingChanged, name);
            },
            cancellationToken);
    }
}
