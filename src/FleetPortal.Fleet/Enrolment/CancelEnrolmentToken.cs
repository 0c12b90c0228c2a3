using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Cancels an enrolment token before it is used.</summary>
public sealed class CancelEnrolmentToken(Registry registry)
{
    /// <summary>
    /// Cancels the token. Needs the right <see cref="Permission.Contain"/>, because cancelling a token keeps a device out.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>application-not-found</c>; <c>enrolment-token-not-found</c>: there is no
    /// such token, or it was used or has expired; <c>forbidden</c>.</exception>
    public Task ExecuteAsync(string holder, PrincipalKind owner, long id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        return registry.WriteAsync(
            scope =>
            {
                var name = EnrolmentTokens.Holders(scope.Db, holder, owner).Select(x => x.Name).SingleOrDefault()
                    ?? throw EnrolmentTokens.NoHolder(holder, owner);
                if (scope.Statements
                    .Execute("DELETE FROM EnrolmentTokens WHERE \"Key\" = $1 AND ThingName = $2 AND UsedAt IS NULL AND ExpiresAt > $3",
                    id, name, scope.Now) != 1)
                {
                    throw FleetError.NotFound(EnrolmentErrors.TokenNotFound,
                        id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                EnrolmentTokens.Note(scope, EnrolmentActions.TokenCancelled, name, owner, new { id }, actor);
            },
            cancellationToken);
    }
}
