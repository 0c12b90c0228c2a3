using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>The state of a sign-in after the password or the one-time link was right.</summary>
/// <param name="Person">The person who signs in.</param>
/// <param name="Stamp">The security stamp of the account. It changes with the password, and a sign-in that began before the change is
/// refused.</param>
/// <param name="HasTotp">Whether the account has an authenticator app.</param>
/// <param name="HasPasskey">Whether the account has a passkey.</param>
public sealed record SignInState(Actor Person, string Stamp, bool HasTotp, bool HasPasskey)
{
    /// <summary>Whether the sign-in needs a second factor.</summary>
    public bool HasSecondFactor => HasTotp || HasPasskey;
}

/// <summary>The result of <see cref="VerifyPassword"/>.</summary>
/// <param name="State">The state of the sign-in; null if it failed, for any reason.</param>
/// <param name="Known">The name of the account, for the log; null if there is none.</param>
/// <param name="IsNowBlocked">Whether this wrong try was the one after which the address must wait.</param>
/// <param name="IsNowLocked">Whether this wrong try was the one after which every unknown browser must wait.</param>
public sealed record PasswordResult(SignInState? State, string? Known, bool IsNowBlocked = false, bool IsNowLocked = false);

/// <summary>
/// The first step of a sign-in with a local account. Every failure looks the same and takes the same time: an unknown name, no password
/// yet, a wrong password, a disabled account, too many tries.
/// </summary>
public sealed class VerifyPassword(Registry registry, Passwords passwords, SignInThrottle throttle)
{
    private const int MaxName = 64;

    /// <summary>The beginning of all throttle keys of an account.</summary>
    public static string PrefixOf(string name) => $"sign-in:{AccountRows.Normalize(name)}:";

    /// <summary>The throttle key that counts the tries of all unknown browsers together.</summary>
    public static string EverywhereOf(string name) => PrefixOf(name) + "*";

    /// <summary>Checks a name and a password. Needs no right. A failure is a result, not an exception.</summary>
    /// <param name="name">The sign-in name as it was typed.</param>
    /// <param name="password">The password as it was typed.</param>
    /// <param name="remoteAddress">The address of the browser.</param>
    /// <param name="device">The account in which this browser has signed in before, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PasswordResult> ExecuteAsync(
        string? name, string? password, string remoteAddress, KnownDevice? device, CancellationToken cancellationToken)
    {
        if (name?.Trim() is not { Length: > 0 and <= MaxName } typed || password is not { Length: > 0 and <= Passwords.MaxLength })
        {
            return new PasswordResult(null, null);
        }

        var normalized = AccountRows.Normalize(typed);
        Account? account;
        bool hasPasskey;
        await using (var db = registry.Read())
        {
            account = await db.Users.SingleOrDefaultAsync(x => x.NormalizedUserName == normalized, cancellationToken);

            // The query also runs for unknown names, so that they take the same time.
            var id = account?.Id ?? "";
            hasPasskey = await db.Set<IdentityUserPasskey<string>>().AnyAsync(x => x.UserId == id, cancellationToken);
        }

        var known = device is not null && device.AccountId == account?.Id;
        var (own, everywhere) = (PrefixOf(typed) + (known ? "device:" + device!.Id : remoteAddress), EverywhereOf(typed));
        var isBlocked = throttle.IsBlocked(own) || (!known && throttle.IsBlocked(everywhere));
        var result = passwords.Verify(account, password);
        if (isBlocked || account is null || account.DisabledAt is not null || result == PasswordVerificationResult.Failed)
        {
            // A key that waits counts nothing, so a stranger cannot make the wait longer.
            var isNowBlocked = !isBlocked && throttle.Fail(own);
            var isNowLocked = !isBlocked && !known && throttle.Fail(everywhere, SignInThrottle.TriesFromEverywhere);
            return new PasswordResult(null, account?.UserName, isNowBlocked, isNowLocked);
        }

        throttle.Clear(own);
        if (result == PasswordVerificationResult.SuccessRehashNeeded)
        {
            await RehashAsync(account, password, cancellationToken);
        }

        return new PasswordResult(StateOf(account, hasPasskey), account.UserName);
    }

    /// <summary>
    /// Reads the state again for a later step of the sign-in. Null if the account is gone or disabled, or if its password was changed
    /// since.
    /// </summary>
    /// <param name="accountId">The id of the account.</param>
    /// <param name="stamp">The security stamp from the beginning of the sign-in; null accepts any stamp.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SignInState?> FindAsync(string accountId, string? stamp, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var account = await db.Users.SingleOrDefaultAsync(x => x.Id == accountId
            && x.DisabledAt == null && (stamp == null || x.SecurityStamp == stamp), cancellationToken);
        return account is null
            ? null : StateOf(account, await db.Set<IdentityUserPasskey<string>>().AnyAsync(x => x.UserId == accountId, cancellationToken));
    }

    /// <summary>
    /// Writes an audit entry that unknown browsers must wait for an account. Call it when <see cref="PasswordResult.IsNowLocked"/> is true,
    /// which happens once for each wait.
    /// </summary>
    public Task NoteBlockedAsync(string account, string remoteAddress, CancellationToken cancellationToken) =>
        registry.WriteAsync(
            scope => scope.Audit(Actor.System, AccessActions.Locked, new AuditTarget(AuditTargets.Account, account),
                new { remoteAddress, minutes = SignInThrottle.Wait.TotalMinutes }), cancellationToken);

    private static SignInState StateOf(Account account, bool hasPasskey) =>
        new(AcceptLink.ActorOf(account), account.SecurityStamp ?? "", account.TotpSince is not null, hasPasskey);

    /// <summary>
    /// Hashes a password again if its hash has fewer iterations than the current rule, because only now the password is known.
    /// </summary>
    private async Task RehashAsync(Account known, string password, CancellationToken cancellationToken)
    {
        var hash = passwords.Hash(known, password);
        await registry.WriteAsync(
            scope => scope.Statements.Execute("UPDATE AspNetUsers SET PasswordHash = $1 WHERE Id = $2 AND PasswordHash = $3",
                hash, known.Id, known.PasswordHash), cancellationToken);
    }
}

/// <summary>A browser in which a person has signed in before.</summary>
/// <param name="Id">The id of the browser.</param>
/// <param name="AccountId">The id of the account.</param>
public sealed record KnownDevice(string Id, string AccountId);
