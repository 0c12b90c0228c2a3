using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace FleetPortal.Fleet.Access;

/// <summary>Somebody whose password, or one-time link, was right: what is still to be asked for.</summary>
/// <param name="Person">Who it is.</param>
/// <param name="Stamp">Changes with the password: a sign-in that was begun before does not count after.</param>
/// <param name="HasTotp">A code of an authenticator app.</param>
/// <param name="HasPasskey">Or a passkey.</param>
public sealed record SignInState(Actor Person, string Stamp, bool HasTotp, bool HasPasskey)
{
    /// <summary>Whether the password alone is not enough.</summary>
    public bool HasSecondFactor => HasTotp || HasPasskey;
}

/// <summary>What came of a name and a password.</summary>
/// <param name="State">Null when it was not right, whatever the reason.</param>
/// <param name="Known">The name of the account that was meant, for the log; null where there is none.</param>
/// <param name="IsNowBlocked">This was one wrong try too many from that address.</param>
/// <param name="IsNowLocked">And one too many from everywhere together.</param>
public sealed record PasswordResult(SignInState? State, string? Known, bool IsNowBlocked = false, bool IsNowLocked = false);

/// <summary>
/// The first step of a sign-in with a local account. Every failure looks the same and takes the same time: no such name, no password
/// yet, wrong, disabled, too many tries.
/// </summary>
public sealed class VerifyPassword(Registry registry, Passwords passwords, SignInThrottle throttle)
{
    private const int MaxName = 64;

    /// <summary>The keys under which tries for an account are counted begin with this.</summary>
    public static string PrefixOf(string name) => $"sign-in:{AccountRows.Normalize(name)}:";

    /// <summary>The key of tries from browsers that are not known.</summary>
    public static string EverywhereOf(string name) => PrefixOf(name) + "*";

    /// <param name="name">As typed.</param>
    /// <param name="password">As typed.</param>
    /// <param name="remoteAddress">Where from.</param>
    /// <param name="device">The account in which this browser signed in before, or null.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<PasswordResult> ExecuteAsync(string? name, string? password, string remoteAddress, KnownDevice? device, CancellationToken cancellationToken)
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

            // Asked for unknown names too, so that they take as long.
            var id = account?.Id ?? "";
            hasPasskey = await db.Set<IdentityUserPasskey<string>>().AnyAsync(x => x.UserId == id, cancellationToken);
        }

        var known = device is not null && device.AccountId == account?.Id;
        var (own, everywhere) = (PrefixOf(typed) + (known ? "device:" + device!.Id : remoteAddress), EverywhereOf(typed));
        var isBlocked = throttle.IsBlocked(own) || (!known && throttle.IsBlocked(everywhere));
        var result = passwords.Verify(account, password);
        if (isBlocked || account is null || account.DisabledAt is not null || result == PasswordVerificationResult.Failed)
        {
            // While it waits nothing is counted: a stranger cannot make the wait longer.
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

    /// <summary>The same person a step later, or null: the account is gone or disabled, or its password was changed since.</summary>
    /// <param name="accountId">Which account.</param>
    /// <param name="stamp">As it was when the sign-in began; null takes any.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SignInState?> FindAsync(string accountId, string? stamp, CancellationToken cancellationToken)
    {
        await using var db = registry.Read();
        var account = await db.Users.SingleOrDefaultAsync(x => x.Id == accountId && x.DisabledAt == null && (stamp == null || x.SecurityStamp == stamp), cancellationToken);
        return account is null ? null : StateOf(account, await db.Set<IdentityUserPasskey<string>>().AnyAsync(x => x.UserId == accountId, cancellationToken));
    }

    /// <summary>Writes into the audit that unknown browsers must wait with an account; at most once for each wait, whoever tries.</summary>
    public Task NoteBlockedAsync(string account, string remoteAddress, CancellationToken cancellationToken) =>
        registry.WriteAsync(
            scope => scope.Audit(Actor.System, AccessActions.Locked, new AuditTarget(AuditTargets.Account, account), new { remoteAddress, minutes = SignInThrottle.Wait.TotalMinutes }), cancellationToken);

    private static SignInState StateOf(Account account, bool hasPasskey) => new(AcceptLink.ActorOf(account), account.SecurityStamp ?? "", account.TotpSince is not null, hasPasskey);

    /// <summary>A password from when fewer iterations were thought enough is hashed anew while it is known.</summary>
    private async Task RehashAsync(Account known, string password, CancellationToken cancellationToken)
    {
        var hash = passwords.Hash(known, password);
        await registry.WriteAsync(
            scope => scope.Statements.Execute("UPDATE AspNetUsers SET PasswordHash = $1 WHERE Id = $2 AND PasswordHash = $3", hash, known.Id, known.PasswordHash), cancellationToken);
    }
}

/// <summary>A browser in which somebody has signed in before.</summary>
/// <param name="Id">Which browser.</param>
/// <param name="AccountId">Whose account.</param>
public sealed record KnownDevice(string Id, string AccountId);
