using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>A session that has not ended by itself, with the name and the role that count now.</summary>
internal sealed class SessionRow
{
    public required string Id { get; init; }

    public required string ActorKind { get; init; }

    public required string ActorId { get; init; }

    public required string ActorName { get; init; }

    public required Role Role { get; init; }

    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>
    /// Sessions that were not ended, are before their absolute end, and whose local account is not disabled. Idle ones are among them:
    /// use of an open page is known in memory before it is in the table.
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
