using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>
/// Makes the first administrator. The check that there is none runs in the same transaction, so only one of several simultaneous requests
/// succeeds. Needs no right: the caller has checked the set-up link.
/// </summary>
public sealed class CreateFirstAdministrator(Registry registry, Passwords passwords)
{
    /// <summary>Creates the account and returns its person.</summary>
    /// <exception cref="FleetError"><c>account-invalid</c> with every fault; <c>setup-done</c>.</exception>
    public async Task<Actor> ExecuteAsync(string? name, string? password, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var signInName = AccountRows.NameOf(name, faults);
        if (Passwords.FaultOf(password, signInName) is { } fault)
        {
            faults.Add(new Fault("password", fault));
        }

        AccountRows.ThrowIfAny(faults);
        var hash = passwords.Hash(new Account(), password!);
        return await registry.WriteAsync(
            scope =>
            {
                if (scope.Db.Users.Any(x => x.Role == Role.Administrator))
                {
                    throw new FleetError(FleetErrorKind.Conflict, AccessErrors.SetupDone, "There is an administrator already. Sign in.");
                }

                var account = AccountRows.Add(scope, signInName, null, Role.Administrator, "set-up link");
                (account.PasswordHash, account.PasswordChangedAt) = (hash, scope.Now);
                var actor = AcceptLink.ActorOf(account);
                scope.Audit(actor, AccessActions.Created,
                    new AuditTarget(AuditTargets.Account, signInName), new { id = account.Id, role = account.Role.ToWire() });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return actor;
            },
            cancellationToken);
    }
}
