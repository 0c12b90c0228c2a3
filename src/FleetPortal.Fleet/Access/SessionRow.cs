using FleetPortal.Fleet.Data;

namespace FleetPortal.Fleet.Access;

/// <summary>A session that has not ended by itself, with the role that counts now.</summary>
internal sealed record SessionRow(string Id, string ActorKind, string ActorId, string ActorName, Role Role, DateTimeOffset LastSeenAt)
{
    /// <summary>
    /// Sessions that were not ended, are before their absolute end, and whose local account is not disabled. Idle ones are among them:
    /// use of an open page is known in memory before it is in the table.
    /// </summary>
    public static IQueryable<SessionRow> Live(FleetDbContext db, DateTimeOffset now) =>
        from session in db.Sessions
        where session.EndedAt == null && session.ExpiresAt > now
        join account in db.Users on session.ActorId equals account.Id into accounts
        from account in accounts.DefaultIfEmpty()
        where session.ActorKind != ActorKinds.Account || (account != null && account.DisabledAt == null)
        select new SessionRow(
            session.Id,
            session.ActorKind,
            session.ActorId,
            session.ActorKind == ActorKinds.Account ? account!.UserName! : session.ActorName,
            session.ActorKind == ActorKinds.Account ? account!.Role : session.Role,
            session.LastSeenAt);
}
