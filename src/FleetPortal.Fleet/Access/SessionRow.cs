using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>An open session with the current name and role of its person.</summary>
internal sealed class SessionRow
{
    public required string Id { get; init; }

    public required string ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required Role Role { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>
    /// Selects the sessions that were not ended, have not reached their absolute end, and whose local account is enabled. Idle sessions are
    /// included: the last use of an open page is in memory before it is in the table.
    /// </summary>
    public static IQueryable<SessionRow> Live(FleetDbContext db, DateTimeOffset now) =>
        from session in db.Set<SessionRecord>()
        where session.EndedAt == null && session.ExpiresAt > now
        join account in db.Users on session.ActorId equals account.Id into accounts
        from account in accounts.DefaultIfEmpty()
        where session.ActorKind != ActorKinds.Account || (account != null && account.DisabledAt == null)
        select new SessionRow
        {
            Id = session.Id,
            ActorKind = session.ActorKind,
            ActorId = session.ActorId,
            ActorName = session.ActorKind == ActorKinds.Account ? account!.UserName! : session.ActorName,
            Role = session.ActorKind == ActorKinds.Account ? account!.Role : session.Role,
            LastSeenAt = session.LastSeenAt,
        };
}
