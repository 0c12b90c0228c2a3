using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Ends sessions of people. Open pages of an ended session have lost their rights when the call returns.</summary>
public sealed class EndSessions(Registry registry, Standings standings)
{
    /// <summary>
    /// Ends one session. People may end their own sessions; any other one needs the right <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>session-not-found</c>, <c>forbidden</c>, <c>session-ended</c>.</exception>
    public async Task OneAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.RequireSession();
        await registry.WriteAsync(
            scope =>
            {
                var session = scope.Db.Set<SessionRecord>().SingleOrDefault(x => x.Id == id && x.EndedAt == null);
                if (session is null || !(actor.May(Permission.Administer) || IsOwn(session, actor)))
                {
                    // The same error for a session of another person and for none: the answer does not reveal whether the id exists.
                    throw FleetError.NotFound(AccessErrors.SessionNotFound, id);
                }

                SessionRows.End(scope, id, IsOwn(session, actor) ? "ended by its owner" : "ended by an administrator");
                scope.Audit(actor, AccessActions.SessionEnded,
                    new AuditTarget(AuditTargets.Account, session.ActorName), new { session = id });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
    }

    /// <summary>
    /// Ends every session of a person except the one that asks. Returns their number. Sessions of another person need the right
    /// <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>forbidden</c>, <c>session-ended</c>.</exception>
    public async Task<int> AllOfAsync(string kind, string actorId, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.RequireSession();
        if (actor.Kind != kind || actor.Identity != actorId)
        {
            actor.Require(Permission.Administer);
        }

        var ended = await registry.WriteAsync(
            scope =>
            {
                if (kind == ActorKinds.Account && !scope.Db.Users.Any(x => x.Id == actorId))
                {
                    throw FleetError.NotFound(AccessErrors.AccountNotFound, actorId);
                }

                var name = scope.Db.Set<SessionRecord>().Where(x => x.ActorKind == kind && x.ActorId == actorId)
                    .OrderByDescending(x => x.Key).Select(x => x.ActorName).FirstOrDefault();
                var count = SessionRows.EndAll(scope, kind, actorId, actor.Standing?.Id, "all ended");
                if (count > 0)
                {
                    scope.Audit(actor, AccessActions.SessionEnded,
                        new AuditTarget(AuditTargets.Account, name ?? actorId), new { sessions = count });
                    scope.Emit(FleetEventKind.AccessChanged, null);
                }

                return count;
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
        return ended;
    }

    private static bool IsOwn(SessionRecord session, Actor actor) => session.ActorKind == actor.Kind && session.ActorId == actor.Identity;
}
