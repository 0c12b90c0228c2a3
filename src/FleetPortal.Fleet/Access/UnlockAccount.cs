using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Lets people try again at once who must wait after wrong passwords.</summary>
public sealed class UnlockAccount(Registry registry, SignInThrottle throttle)
{
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
