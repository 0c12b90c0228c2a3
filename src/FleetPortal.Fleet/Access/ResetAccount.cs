using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Makes a one-time link with which a person sets a new password. Until it is used, the old password counts.</summary>
public sealed class ResetAccount(Registry registry)
{
    /// <summary>Answers the link. It works once, within 24 hours; an earlier one of the account ends.</summary>
    /// <param name="id">Which account.</param>
    /// <param name="removesSecondFactor">For a person who has lost it: using the link takes it away.</param>
    /// <param name="actor">Who asks.</param>
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
                    throw new FleetError(FleetErrorKind.Refused, AccessErrors.AccountDisabled, $"The account {account.UserName} is disabled. Enable it first.");
                }

                var (path, end) = AccountRows.MakeLink(scope, id, actor.Name, removesSecondFactor);
                scope.Audit(actor, AccessActions.Reset, new AuditTarget(AuditTargets.Account, account.UserName!), new { id, removesSecondFactor, linkExpiresAt = end });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return new AccountLink(AccountRows.ViewOf(scope, id), path, end);
            },
            cancellationToken);
    }
}
