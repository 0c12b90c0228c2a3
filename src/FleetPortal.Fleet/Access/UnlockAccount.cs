using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Ends the wait of an account after wrong passwords, for all addresses and for codes.</summary>
public sealed class UnlockAccount(Registry registry, SignInThrottle throttle)
{
    /// <summary>Ends the wait. Needs the right <see cref="Permission.Administer"/>.</summary>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>forbidden</c>.</exception>
    public async Task ExecuteAsync(string id, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var name = await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, id);
                scope.Audit(actor, AccessActions.Unlocked, new AuditTarget(AuditTargets.Account, account.UserName!), new { id });
                return account.UserName!;
            },
            cancellationToken);
        throttle.ClearAll(VerifyPassword.PrefixOf(name));
        throttle.Clear("code:" + id);
    }
}
