using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Fleet.Access;

/// <summary>Changes the actor's own password. The other sessions of the account end.</summary>
public sealed class ChangeOwnPassword(Registry registry, OwnPassword own, Passwords passwords, Standings standings)
{
    /// <summary>Changes the password. Needs the current one; the actor must be a local account with a session.</summary>
    /// <exception cref="FleetError"><c>password-wrong</c>, <c>password-invalid</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>,
    /// <c>session-ended</c>.</exception>
    public async Task ExecuteAsync(string? current, string? next, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var known = await own.ConfirmAsync(current, actor, cancellationToken);
        if ((current == next
            ? "The new password is the same as the old one." : Passwords.FaultOf(next, known.UserName, known.FullName)) is { } fault)
        {
            throw new FleetError(AccessErrors.PasswordInvalid, [new Fault("password", fault)]);
        }

        var hash = passwords.Hash(known, next!);
        await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, known.Id);
                (account.PasswordHash, account.PasswordChangedAt, account.SecurityStamp) = (hash, scope.Now, AccountRows.NewStamp());
                AccountRows.EndLinks(scope, account.Id);
                var ended = SessionRows.EndAll(scope, ActorKinds.Account, account.Id, actor.Standing?.Id, "password changed");
                scope.Audit(actor, AccessActions.PasswordChanged,
                    new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id, sessionsEnded = ended });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
        await standings.RefreshAsync(CancellationToken.None);
    }
}
