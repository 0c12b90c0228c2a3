using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Authorities;

/// <summary>Chooses the authority that signs if a request names none.</summary>
public sealed class SetDefaultIssuer(Registry registry, AuthorityVault vault)
{
    /// <summary>
    /// Makes an authority the default issuer. It must be an active issuing authority without a successor. Needs the right
    /// <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>authority-not-found</c>, <c>authority-not-issuing</c>.</exception>
    public async Task ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await registry.WriteAsync(
            scope =>
            {
                var authority = AuthorityRows.Find(scope, id);
                if (authority.Kind != AuthorityKind.Issuing
                    || authority.Status != AuthorityStatus.Active || authority.SuccessorKey is not null)
                {
                    throw new FleetError(FleetErrorKind.Refused,
                        AuthorityErrors.NotIssuing, $"{authority.Name} signs no new certificates.");
                }

                foreach (var other in scope.Db.Set<AuthorityRecord>().Where(x => x.IsDefault && x.Key != authority.Key).ToList())
                {
                    other.IsDefault = false;
                }

                scope.Db.SaveChanges();
                authority.IsDefault = true;
                scope.Audit(actor, AuthorityActions.MadeDefault, new AuditTarget(AuditTargets.Authority, id));
                scope.Emit(FleetEventKind.AuthorityChanged, null);
            },
            cancellationToken);
        await vault.ReloadAsync(CancellationToken.None);
    }
}
