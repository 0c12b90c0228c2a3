using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>
/// Asks for the current password before the credentials of an account change, so that a stranger at an open page cannot change them.
/// </summary>
public sealed class OwnPassword(Registry registry, Passwords passwords, SignInThrottle throttle)
{
    /// <summary>
    /// Checks the current password of the actor, and returns the account. Five wrong passwords in a row block the check for five minutes.
    /// </summary>
    /// <exception cref="FleetError"><c>not-a-local-account</c>, <c>password-wrong</c>, <c>too-many-tries</c>,
    /// <c>session-ended</c>.</exception>
    internal async Task<Account> ConfirmAsync(string? password, Actor actor, CancellationToken cancellationToken)
    {
        actor.RequireSession();
        if (actor.Kind != ActorKinds.Account || actor.Id is null)
        {
            throw new FleetError(FleetErrorKind.Refused,
                AccessErrors.NotALocalAccount, "Only local accounts have a password and a second factor here.");
        }

        // A stolen session could be used to guess the password. These tries are counted apart from the tries at the sign-in page.
        var key = "own:" + actor.Id;
        if (throttle.IsBlocked(key))
        {
            throw new FleetError(FleetErrorKind.Refused, AccessErrors.TooManyTries, "Too many wrong passwords. Wait five minutes.");
        }

        await using var db = registry.Read();
        var account = await db.Users.SingleOrDefaultAsync(x => x.Id == actor.Id && x.DisabledAt == null, cancellationToken);
        if (account is null || password is not { Length: <= Passwords.MaxLength }
            || passwords.Verify(account, password) == PasswordVerificationResult.Failed)
        {
            throttle.Fail(key);
            throw new FleetError(AccessErrors.PasswordWrong, [new Fault("currentPassword", "The current password is wrong.")]);
        }

        throttle.Clear(key);
        return account;
    }
}
