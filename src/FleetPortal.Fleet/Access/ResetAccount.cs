using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Makes a one-time link for a new password. The old password stays valid until the link is used.</summary>
public sealed class ResetAccount(Registry registry)
{
    /// <summary>
    /// Makes the link and returns it. It works once, within 24 hours; earlier links of the account end. Needs the right
    /// <see cref="Permission.Administer"/>.
    /// </summary>
    /// <param name="id">The id of the account.</param>
    /// <param name="removesSecondFactor">Whether using the link also removes the second factor, for a person who has lost it.</param>
    /// <param name="actor">Who makes the link.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>account-not-found</c>, <c>account-disabled</c>, <c>forbidden</c>.</exception>
    public async Task<AccountLink> ExecuteAsync(string id, bool removesSecondFactor, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Administer);
        return await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, id);
                if (account.DisabledAt is not null)
                {
                    throw new FleetError(FleetErrorKind.Refused,
                        AccessErrors.AccountDisabled, $"The account {account.UserName} is disabled. Enable it first.");
                }

                var (path, end) = AccountRows.MakeLink(scope, id, actor.Name, removesSecondFactor);
                scope.Audit(actor, AccessActions.Reset,
                    new AuditTarget(AuditTargets.Account, account.UserName!), new { id, removesSecondFactor, linkExpiresAt = end });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return new AccountLink(AccountRows.ViewOf(scope, id), path, end);
            },
            cancellationToken);
    }
}
