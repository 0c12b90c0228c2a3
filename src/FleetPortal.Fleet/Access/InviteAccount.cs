using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Creates an account for a person, who sets the password with a one-time link.</summary>
public sealed class InviteAccount(Registry registry)
{
    /// <summary>
    /// Creates the account and returns the link, which works once, within 24 hours. Needs the right <see cref="Permission.Administer"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>account-invalid</c>, <c>account-name-taken</c>, <c>forbidden</c>.</exception>
    public async Task<AccountLink> ExecuteAsync(string? name, string? fullName, Role role, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        var faults = new List<Fault>();
        var (signInName, shown) = (AccountRows.NameOf(name, faults), AccountRows.FullNameOf(fullName, faults));
        AccountRows.ThrowIfAny(faults);
        return await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Add(scope, signInName, shown, role, actor.Name);
                scope.Db.SaveChanges();
                var (path, end) = AccountRows.MakeLink(scope, account.Id, actor.Name, removesSecondFactor: false);
                scope.Audit(actor, AccessActions.Invited,
                    new AuditTarget(AuditTargets.Account, signInName), new { id = account.Id, role = role.ToWire(), linkExpiresAt = end });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return new AccountLink(AccountRows.ViewOf(scope, account.Id), path, end);
            },
            cancellationToken);
    }
}
