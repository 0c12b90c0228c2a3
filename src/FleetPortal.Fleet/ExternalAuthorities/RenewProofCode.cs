using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Makes a new registration code for an authority that is not proven yet, because the old code may have expired.</summary>
public sealed class RenewProofCode(Registry registry)
{
    /// <summary>Makes the code. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-status</c>.</exception>
    public Task<RegistrationCode> ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return registry.WriteAsync(
            scope =>
            {
                var record = AuthorityRows.Find(scope, id);
                if (record.Status != AuthorityStatus.PendingProof)
                {
                    throw new FleetError(FleetErrorKind.Conflict, AuthorityErrors.Status, $"{record.Name} does not wait for a proof.");
                }

                var code = RegistrationCodes.Add(scope, actor);
                record.ProofCode = code.Code;
                scope.Audit(actor, AuthorityActions.RegistrationCodeMade,
                    new AuditTarget(AuditTargets.Authority, id), new { expiresAt = code.ExpiresAt });
                scope.Emit(FleetEventKind.AuthorityChanged, null);
                return new RegistrationCode(code.Code, code.ExpiresAt);
            },
            cancellationToken);
    }
}
