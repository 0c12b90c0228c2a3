using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Revocation;

/// <summary>The result of a status change of an authority.</summary>
/// <param name="SessionsClosed">The number of sessions that depended on it; all of them are closed.</param>
/// <param name="Elapsed">The time from the request to the result.</param>
/// <param name="Known">The propagation times. The time of OCSP is always empty: the status of an authority is on the root's CRL.</param>
public sealed record AuthorityChange(string Id, AuthorityStatus Status, int SessionsClosed, TimeSpan Elapsed, PropagationTimes Known);

/// <summary>Disables an authority, and so all certificates that it signed, or enables it again.</summary>
public sealed class ChangeAuthorityStatus(Registry registry)
{
    /// <summary>Changes the status. Needs the right <see cref="Permission.Administer"/>. Repeating the request is safe.</summary>
    /// <param name="id">The identifier of the authority.</param>
    /// <param name="status"><see cref="AuthorityStatus.Active"/> or <see cref="AuthorityStatus.Disabled"/>.</param>
    /// <param name="actor">Who changes it.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>forbidden</c>; <c>authority-status</c>: the authority is the root, not
    /// proven or retired, or the authority above it is not trusted.</exception>
    public async Task<AuthorityChange> ExecuteAsync(string id, AuthorityStatus status, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var started = registry.Time.GetTimestamp();
        var changes = await registry.WriteAsync(
            scope =>
            {
                var authority = AuthorityRows.Find(scope, id);
                if (authority.Kind == AuthorityKind.Root || authority.Status is AuthorityStatus.PendingProof or AuthorityStatus.Retired
                    || status is not (AuthorityStatus.Active or AuthorityStatus.Disabled))
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status,
                        authority.Kind == AuthorityKind.Root ? "The root cannot be disabled, because every issuing authority depends on it."
                        : $"{authority.Name} is {authority.Status.ToWire()} and cannot become {status.ToWire()}.");
                }

                var before = authority.Status;
                var differs = before != status;
                if (differs)
                {
                    IntermediateRows.RequireTrustAbove(scope, authority, status);
                    AuthorityRows.SetStatus(scope, authority, status, actor);
                    authority.DisabledWithParent = false;
                    IntermediateRows.Follow(scope, authority, actor);
                    scope.Audit(actor, status == AuthorityStatus.Active
                        ? AuthorityActions.Enabled : AuthorityActions.Disabled, new AuditTarget(AuditTargets.Authority, id),
                        new { before = new { status = before.ToWire() }, after = new { status = status.ToWire() } });
                    scope.Emit(FleetEventKind.AuthorityChanged, null);
                }

                return differs ? scope.Note<AuthorityChanges>() : scope.Note<AuthorityChanges>().Repeat(authority);
            },
            cancellationToken);
        return new AuthorityChange(id, status, changes.SessionsClosed, registry.Time.GetElapsedTime(started), changes.Known);
    }
}
