using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Deletes a registration that was never proven. No certificate can depend on it.</summary>
public sealed class DiscardAuthority(Registry registry)
{
    /// <summary>Deletes the registration. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>.</exception>
    public Task ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return registry.WriteAsync(
            scope =>
            {
                var record = AuthorityRows.Find(scope, id);
                if (record.Status != AuthorityStatus.PendingProof)
                {
                    throw new FleetError(FleetErrorKind.Conflict,
                        AuthorityErrors.Status, $"{record.Name} is proven. Disable or retire it.");
                }

                scope.Db.Set<AuthorityRecord>().Remove(record);
                scope.Audit(actor, AuthorityActions.Discarded, new AuditTarget(AuditTargets.Authority, id), new { record.Name });
                scope.Emit(FleetEventKind.AuthorityChanged, null);
            },
            cancellationToken);
    }
}
