using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Enrolment;

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
