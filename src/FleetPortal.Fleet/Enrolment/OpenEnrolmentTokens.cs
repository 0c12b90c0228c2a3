using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>An enrolment token that waits to be used, without its secret, which nobody knows but who got it.</summary>
/// <param name="Id">As addresses spell it.</param>
public sealed record OpenEnrolmentToken(long Id, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>Reads the enrolment tokens that still count.</summary>
public sealed class EnrolmentTokenQueries(Registry registry)
{
    /// <summary>Those of one Thing, newest first.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<OpenEnrolmentToken>> OpenAsync(string thingName, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();

        // As it is stored: Things are found in any case, tokens are not.
        var name = await db.Set<ThingRecord>().Where(x => x.Name == thingName && x.RetiredAt == null).Select(x => x.Name).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(ThingErrors.NotFound, thingName);
        return await db.Set<EnrolmentTokenRecord>().Where(x => x.ThingName == name && x.UsedAt == null && x.ExpiresAt > now).OrderByDescending(x => x.Key)
            .Select(x => new OpenEnrolmentToken(x.Key, x.CreatedBy, x.CreatedAt, x.ExpiresAt)).ToListAsync(cancellationToken);
    }
}

/// <summary>Ends an enrolment token before it is used. Who contains may: it would let somebody in.</summary>
public sealed class CancelEnrolmentToken(Registry registry)
{
    /// <exception cref="FleetError"><c>thing-not-found</c>; <c>enrolment-token-not-found</c>: there is none, or it is used or over; <c>forbidden</c>.</exception>
    public Task ExecuteAsync(string thingName, long id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Contain);
        return registry.WriteAsync(
            scope =>
            {
                var name = scope.Db.Set<ThingRecord>().Where(x => x.Name == thingName && x.RetiredAt == null).Select(x => x.Name).SingleOrDefault() ?? throw FleetError.NotFound(ThingErrors.NotFound, thingName);
                if (scope.Statements.Execute("DELETE FROM EnrolmentTokens WHERE \"Key\" = $1 AND ThingName = $2 AND UsedAt IS NULL AND ExpiresAt > $3", id, name, scope.Now) != 1)
                {
                    throw FleetError.NotFound(EnrolmentErrors.TokenNotFound, id.ToString(System.Globalization.CultureInfo.InvariantCulture));
                }

                scope.Audit(actor, EnrolmentActions.TokenCancelled, AuditTarget.Thing(name), new { id });
                scope.Emit(FleetEventKind.ThingChanged, name);
            },
            cancellationToken);
    }
}
