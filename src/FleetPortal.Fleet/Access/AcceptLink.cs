using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>
/// Sets the password of an account with a one-time link. The link is then used up, and all sessions of the account end. Needs no right: the
/// link is the proof.
/// </summary>
public sealed class AcceptLink(Registry registry, AccountQueries accounts, Passwords passwords, Standings standings)
{
    /// <summary>Sets the password. Returns the person; the caller must still ask for the second factor if the account has one.</summary>
    /// <exception cref="FleetError"><c>link-invalid</c>, <c>password-invalid</c>.</exception>
    public async Task<Actor> ExecuteAsync(string? token, string? password, CancellationToken cancellationToken)
    {
        var view = await accounts.FindByLinkAsync(token, cancellationToken) ?? throw Invalid();
        if (Passwords.FaultOf(password, view.Name, view.FullName) is { } fault)
        {
            throw new FleetError(AccessErrors.PasswordInvalid, [new Fault("password", fault)]);
        }

        // Hash before the write transaction: hashing is slow, and all other writers wait for the transaction.
        var (hash, tokenHash) = (passwords.Hash(new Account(), password!), ApiTokens.HashOf(token!));
        var person = await registry.WriteAsync(
            scope =>
            {
                var link = scope.Db.Set<AccountLinkRecord>()
                    .SingleOrDefault(x => x.Hash == tokenHash && x.ExpiresAt > scope.Now && x.UsedAt == null) ?? throw Invalid();
                var account = AccountRows.Get(scope, link.AccountId);
                if (account.DisabledAt is not null)
                {
                    throw Invalid();
                }

                var isFirst = account.PasswordHash is null;
                (account.PasswordHash, account.PasswordChangedAt, account.SecurityStamp) = (hash, scope.Now, AccountRows.NewStamp());
                if (link.RemovesSecondFactor)
                {
                    AccountRows.RemoveSecondFactor(scope, account);
                }

                scope.Db.Set<AccountLinkRecord>().Remove(link);
                SessionRows.EndAll(scope, ActorKinds.Account, account.Id, null, "password reset");
                var actor = ActorOf(account);
                scope.Audit(actor, isFirst ? AccessActions.Accepted : AccessActions.PasswordReset, new AuditTarget(AuditTargets.Account,
                    actor.Name), new { id = account.Id, removedSecondFactor = link.RemovesSecondFactor });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return actor;
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
        return person;
    }

    internal static Actor ActorOf(Account account) => new(ActorKinds.Account, account.UserName!, account.Role) { Id = account.Id };

    private static FleetError Invalid() =>
        new(FleetErrorKind.Refused, AccessErrors.LinkInvalid,
            "This link was used already, has expired, or was replaced by a newer one. Ask an administrator for another.");
}
