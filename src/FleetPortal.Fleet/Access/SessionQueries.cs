using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>The session of a person as lists show it.</summary>
/// <param name="Person">The name of the person.</param>
/// <param name="PersonId">The id of the person within its kind of actor.</param>
/// <param name="IsCurrent">Whether it is the session that asks.</param>
public sealed record SessionView(
    string Id, string Kind, string Person, string PersonId, Role Role, string Method, string RemoteAddress, string UserAgent,
    DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool IsCurrent);

/// <summary>Lists the sessions of people that are open.</summary>
public sealed class SessionQueries(Registry registry, Standings standings, SessionLimits limits)
{
    /// <summary>The highest number of sessions that <see cref="ListAsync"/> returns.</summary>
    public const int Most = 1000;

    /// <summary>
    /// The open sessions, the last used first: all sessions for an actor with the right <see cref="Permission.Administer"/>, otherwise the
    /// actor's own.
    /// </summary>
    /// <exception cref="FleetError"><c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<SessionView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.RequireSession();
        var (now, everybody) = (registry.Time.GetUtcNow(), actor.May(Permission.Administer));
        await using var db = registry.Read();
        var oldest = now - limits.Idle;
        var rows = await (from session in db.Set<SessionRecord>()
                          join live in SessionRow.Live(db, now) on session.Id equals live.Id
                          where session.LastSeenAt > oldest
                              && (everybody || (session.ActorKind == actor.Kind && session.ActorId == actor.Identity))
                          orderby session.LastSeenAt descending
                          select new { session, live.ActorName, live.Role }).Take(Most).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new SessionView(
                row.session.Id, row.session.ActorKind,
                row.ActorName, row.session.ActorId, row.Role, row.session.Method, row.session.RemoteAddress, row.session.UserAgent,
                row.session.StartedAt, Later(row.session.LastSeenAt, standings.LastSeenAt(row.session.Id)),
                row.session.ExpiresAt, row.session.Id == actor.Standing?.Id)),
        ];
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
