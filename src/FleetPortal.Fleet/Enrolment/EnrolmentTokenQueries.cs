using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Enrolment;

/// <summary>Reads the enrolment tokens that are still valid.</summary>
public sealed class EnrolmentTokenQueries(Registry registry)
{
    /// <summary>
    /// The valid tokens of one Thing or application, the newest first. Needs the right <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>thing-not-found</c>, <c>application-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<IReadOnlyList<OpenEnrolmentToken>> OpenAsync(
        string holder, PrincipalKind owner, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        await using var db = registry.Read();
        var now = registry.Time.GetUtcNow();

        // Use the stored spelling of the name: the search for Things ignores case, the one for tokens does not.
        var name = await EnrolmentTokens.Holders(db, holder, owner).Select(x => x.Name).SingleOrDefaultAsync(cancellationToken)
            ?? throw EnrolmentTokens.NoHolder(holder, owner);
        return await db.Set<EnrolmentTokenRecord>()
            .Where(x => x.ThingName == name && x.UsedAt == null && x.ExpiresAt > now).OrderByDescending(x => x.Key)
            .Select(x => new OpenEnrolmentToken(x.Key, x.CreatedBy, x.CreatedAt, x.ExpiresAt)).ToListAsync(cancellationToken);
    }
}
