using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Removes an account for good. Its audit entries stay.</summary>
public sealed class RemoveAccount(Registry registry, Standings standings)
{
    /// <summary>Removes the account, and ends its sessions and its links. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>last-administrator</c>, <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, id);
                if (account.Role == Role.Administrator)
                {
                    AccountRows.RequireAnotherAdministrator(scope, id);
                }

                SessionRows.EndAll(scope, ActorKinds.Account, id, null, "account removed");
                AccountRows.EndLinks(scope, id);
                AccountRows.RemoveSecondFactor(scope, account);
                scope.Db.Users.Remove(account);
                scope.Audit(actor, AccessActions.Removed,
                    new AuditTarget(AuditTargets.Account, account.UserName!), new { id, role = account.Role.ToWire() });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
    }
}
