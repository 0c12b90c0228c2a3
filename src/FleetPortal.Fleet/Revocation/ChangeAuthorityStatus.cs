using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Pki.Text;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Revocation;

/// <summary>What a change of an authority's status did.</summary>
/// <param name="SessionsClosed">Live sessions that stood on it; they are gone when this is answered.</param>
/// <param name="Elapsed">From the request to the answer.</param>
/// <param name="Known">When each part of the world knew. OCSP is never among them: an authority's own status is on the root's CRL.</param>
public sealed record AuthorityChange(string Id, AuthorityStatus Status, int SessionsClosed, TimeSpan Elapsed, PropagationTimes Known);

/// <summary>Disables an authority, and with it everything that it signed; or enables it again.</summary>
public sealed class ChangeAuthorityStatus(Registry registry)
{
    /// <param name="status"><see cref="AuthorityStatus.Active"/> or <see cref="AuthorityStatus.Disabled"/>.</param>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>: the root, one that waits for its proof, one that is retired, or one below an authority that is not trusted.</exception>
    public async Task<AuthorityChange> ExecuteAsync(string id, AuthorityStatus status, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var started = registry.Time.GetTimestamp();
        var changes = await registry.WriteAsync(
            scope =>
            {
                var authority = AuthorityRows.Find(scope, id);
                if (authority.Kind == AuthorityKind.Root || authority.Status is AuthorityStatus.PendingProof or AuthorityStatus.Retired || status is not (AuthorityStatus.Active or AuthorityStatus.Disabled))
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status, authority.Kind == AuthorityKind.Root ? "The root cannot be disabled: everything hangs on it." : $"{authority.Name} is {authority.Status.ToWire()}, and cannot become {status.ToWire()}.");
                }

                var before = authority.Status;
                var differs = before != status;
                if (differs)
                {
                    IntermediateRows.RequireTrustAbove(scope, authority, status);
                    AuthorityRows.SetStatus(scope, authority, status, actor);
                    authority.DisabledWithParent = false;
                    IntermediateRows.Follow(scope, authority, actor);
                    scope.Audit(actor, status == AuthorityStatus.Active ? AuthorityActions.Enabled : AuthorityActions.Disabled, new AuditTarget(AuditTargets.Authority, id), new { before = new { status = before.ToWire() }, after = new { status = status.ToWire() } });
                    scope.Emit(FleetEventKind.AuthorityChanged, null);
                }

                return differs ? scope.Note<AuthorityChanges>() : scope.Note<AuthorityChanges>().Repeat(authority);
            },
            cancellationToken);
        return new AuthorityChange(id, status, changes.SessionsClosed, registry.Time.GetElapsedTime(started), changes.Known);
    }
}
