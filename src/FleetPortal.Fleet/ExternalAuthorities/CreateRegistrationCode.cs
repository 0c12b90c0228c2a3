using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.ExternalAuthorities;

/// <summary>Makes registration codes for authorities that are registered together with their proof.</summary>
public sealed class CreateRegistrationCode(Registry registry)
{
    /// <summary>Makes a code, which is valid for 24 hours. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public Task<RegistrationCode> ExecuteAsync(Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return registry.WriteAsync(
            scope =>
            {
                var code = RegistrationCodes.Add(scope, actor);
                scope.Audit(actor, AuthorityActions.RegistrationCodeMade,
                    new AuditTarget(AuditTargets.Authority, "registration"), new { expiresAt = code.ExpiresAt });
                return new RegistrationCode(code.Code, code.ExpiresAt);
            },
            cancellationToken);
    }
}
