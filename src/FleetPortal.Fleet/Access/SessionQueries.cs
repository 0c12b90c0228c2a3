using FleetPortal.Fleet.Kernel;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>A person's session as lists show it.</summary>
/// <param name="Person">The name of whose it is.</param>
/// <param name="PersonId">Which one of that kind.</param>
/// <param name="IsCurrent">The one that asks.</param>
public sealed record SessionView(
    string Id, string Kind, string Person, string PersonId, Role Role, string Method, string RemoteAddress, string UserAgent,
    DateTimeOffset StartedAt, DateTimeOffset LastSeenAt, DateTimeOffset ExpiresAt, bool IsCurrent);

/// <summary>Lists the sessions that count.</summary>
public sealed class SessionQueries(Registry registry, Standings standings, SessionLimits limits)
{
    /// <summary>The most that are answered.</summary>
    public const int Most = 1000;

    /// <summary>Everybody's for an administrator, for others their own; the last used first.</summary>
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
                          where session.LastSeenAt > oldest && (everybody || (session.ActorKind == actor.Kind && session.ActorId == actor.Identity))
                          orderby session.LastSeenAt descending
                          select new { session, live.ActorName, live.Role }).Take(Most).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new SessionView(
                row.session.Id, row.session.ActorKind, row.ActorName, row.session.ActorId, row.Role, row.session.Method, row.session.RemoteAddress, row.session.UserAgent,
                row.session.StartedAt, Later(row.session.LastSeenAt, standings.LastSeenAt(row.session.Id)), row.session.ExpiresAt, row.session.Id == actor.Standing?.Id)),
        ];
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
