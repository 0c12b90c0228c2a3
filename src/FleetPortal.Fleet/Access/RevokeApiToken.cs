using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Ends an API token at once: its next request is refused, and its open streams end.</summary>
public sealed class RevokeApiToken(Registry registry, ApiTokens tokens, Standings standings)
{
    /// <summary>
    /// Revokes the token and returns it. Needs the right <see cref="Permission.Administer"/>; a token may revoke itself without it.
    /// </summary>
    /// <exception cref="FleetError"><c>token-not-found</c>, <c>forbidden</c>.</exception>
    public async Task<ApiTokenView> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Kind != ActorKinds.Token || actor.Id != id)
        {
            actor.Require(Permission.Administer);
        }

        var view = await registry.WriteAsync(
            scope =>
            {
                var record = scope.Db.Set<ApiTokenRecord>().SingleOrDefault(x => x.Id == id && x.RevokedAt == null
                    && (x.ExpiresAt == null || x.ExpiresAt > scope.Now)) ?? throw FleetError.NotFound(AccessErrors.TokenNotFound, id);
                record.RevokedAt = scope.Now;
                scope.Audit(actor, AccessActions.TokenRevoked, new AuditTarget(AuditTargets.Token, record.Name),
                    new { id = record.Id, role = record.Role.ToWire(), lastUsedAt = record.LastUsedAt });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return ApiTokenView.Of(record);
            },
            cancellationToken);
        tokens.Forget(id);
        await standings.RefreshAsync(CancellationToken.None);
        return view;
    }
}
