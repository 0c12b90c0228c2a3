using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Reads the enrolment tokens that are still valid.</summary>
public sealed class EnrolmentTokenQueries(Registry registry)
{
    /// <summary>The valid tokens of one Thing, the newest first. Needs the right <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<OpenEnrolmentToken>> OpenAsync(string thingName, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();

        // Use the stored spelling of the name: the search for Things ignores case, the one for tokens does not.
        var name = await db.Things().Where(x => x.Name == thingName && x.RetiredAt == null)
            .Select(x => x.Name).SingleOrDefaultAsync(cancellationToken) ?? throw FleetError.NotFound(ThingErrors.NotFound, thingName);
        return await db.Set<EnrolmentTokenRecord>()
            .Where(x => x.ThingName == name && x.UsedAt == null && x.ExpiresAt > now).OrderByDescending(x => x.Key)
            .Select(x => new OpenEnrolmentToken(x.Key, x.CreatedBy, x.CreatedAt, x.ExpiresAt)).ToListAsync(cancellationToken);
    }
}
