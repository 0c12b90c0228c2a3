using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace FleetPortal.Fleet.Access;

/// <summary>A secret for an authenticator app that waits for its first code.</summary>
/// <param name="Secret">In Base32, to type.</param>
/// <param name="Address">For a QR code (<c>otpauth://</c>).</param>
public sealed record TotpOffer(string Secret, string Address);

/// <summary>Codes of an authenticator app (RFC 6238), and recovery codes for when it is lost.</summary>
public sealed class SecondFactors(Registry registry, OwnPassword own, SignInThrottle throttle, IDataProtectionProvider protection, bool isRequired = false)
{
    /// <summary>How many recovery codes are made at a time.</summary>
    public const int RecoveryCodes = 10;

    private const int SecretOctets = 20;
    private const int RecoveryOctets = 10;
    private const int Group = 4;

    // One step before and one after: phones are not always right (RFC 6238 §5.2).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private readonly IDataProtector _protector = protection.CreateProtector("FleetPortal.Totp");

    /// <summary>A new secret. Nothing is stored until its first code is right.</summary>
    public static TotpOffer Offer(string account) => OfferOf(account, Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretOctets)));

    /// <summary>An offer that was made before, shown again.</summary>
    public static TotpOffer OfferOf(string account, string secret) =>
        new(secret, $"otpauth://totp/FleetPortal:{Uri.EscapeDataString(account)}?secret={secret}&issuer=FleetPortal");

    /// <summary>Adds an authenticator app to one's own account; answers the recovery codes, which are shown this once.</summary>
    /// <exception cref="FleetError"><c>code-wrong</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<string>> AddTotpAsync(string secret, string? code, string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        return await StoreTotpAsync(account.Id, secret, code, actor, isFirst: false, cancellationToken);
    }

    /// <summary>The same in the middle of a sign-in, where a setting demands a second factor and the password was right just now.</summary>
    /// <exception cref="FleetError"><c>code-wrong</c>, <c>second-factor-exists</c>.</exception>
    public Task<IReadOnlyList<string>> AddFirstTotpAsync(string secret, string? code, Actor person, CancellationToken cancellationToken) =>
        StoreTotpAsync(person.Id!, secret, code, person, isFirst: true, cancellationToken);

    /// <summary>Takes a code, once. False: wrong, used already, or too many tries.</summary>
    public async Task<bool> TryTotpAsync(string accountId, string? code, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(KeyOf(accountId)) || Digits(code) is not { } digits)
        {
            return false;
        }

        var isRight = await registry.WriteAsync(
            scope =>
            {
                var account = scope.Db.Users.SingleOrDefault(x => x.Id == accountId && x.DisabledAt == null && x.TotpSince != null);
                if (account?.TotpSecret is null || StepOf(_protector.Unprotect(account.TotpSecret), digits, scope.Now) is not { } step || step <= account.TotpLastStep)
                {
                    return false;
                }

                account.TotpLastStep = step;
                return true;
            },
            cancellationToken);
        Count(accountId, isRight);
        return isRight;
    }

    /// <summary>Takes a recovery code, which is used up. False: wrong, used already, or too many tries.</summary>
    public async Task<bool> TryRecoveryCodeAsync(string accountId, string? code, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(KeyOf(accountId)) || code is not { Length: <= 64 })
        {
            return false;
        }

        var hash = HashOf(code);
        var isRight = await registry.WriteAsync(
            scope =>
            {
                var used = scope.Db.Set<RecoveryCodeRecord>().Where(x => x.AccountId == accountId && x.Hash == hash).ExecuteDelete() == 1;
                if (used && scope.Db.Users.SingleOrDefault(x => x.Id == accountId) is { } account)
                {
                    var left = scope.Db.Set<RecoveryCodeRecord>().Count(x => x.AccountId == accountId);
                    scope.Audit(AcceptLink.ActorOf(account), AccessActions.RecoveryCodeUsed, new AuditTarget(AuditTargets.Account, account.UserName!), new { id = accountId, left });
                }

                return used;
            },
            cancellationToken);
        Count(accountId, isRight);
        return isRight;
    }

    /// <summary>Makes new recovery codes; the old ones end.</summary>
    /// <exception cref="FleetError"><c>second-factor-missing</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        return await registry.WriteAsync(
            scope =>
            {
                if (!HasSecondFactor(scope, account.Id))
                {
                    throw new FleetError(FleetErrorKind.Refused, AccessErrors.SecondFactorMissing, "Recovery codes are for accounts with a second factor. Add one first.");
                }

                scope.Audit(actor, AccessActions.RecoveryCodesMade, new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id });
                return MakeRecoveryCodes(scope, account.Id);
            },
            cancellationToken);
    }

    /// <summary>Removes the authenticator app.</summary>
    /// <exception cref="FleetError"><c>second-factor-required</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
    public async Task RemoveTotpAsync(string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var known = await own.ConfirmAsync(password, actor, cancellationToken);
        await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, known.Id);
                (account.TotpSecret, account.TotpSince, account.TotpLastStep) = (null, null, null);
                scope.Db.SaveChanges();
                AfterRemoval(scope, account.Id);
                scope.Audit(actor, AccessActions.TotpRemoved, new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
    }

    /// <summary>Adds a passkey that the browser has just proven; answers recovery codes where it is the first second factor.</summary>
    /// <exception cref="FleetError"><c>passkey-limit</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<string>> AddPasskeyAsync(UserPasskeyInfo passkey, string? name, string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        ArgumentNullException.ThrowIfNull(passkey);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        return await registry.WriteAsync(
            scope =>
            {
                var passkeys = scope.Db.Set<IdentityUserPasskey<string>>();
                if (passkeys.Count(x => x.UserId == account.Id) >= Passkeys.MaxPerAccount)
                {
                    throw new FleetError(FleetErrorKind.Refused, AccessErrors.PasskeyLimit, $"An account has at most {Passkeys.MaxPerAccount} passkeys. Remove one first.");
                }

                var isFirst = !HasSecondFactor(scope, account.Id);
                passkeys.Add(Passkeys.RecordOf(account.Id, passkey, Passkeys.NameOf(name)));
                scope.Audit(actor, AccessActions.PasskeyAdded, new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id, name = Passkeys.NameOf(name) });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return isFirst ? MakeRecoveryCodes(scope, account.Id) : [];
            },
            cancellationToken);
    }

    /// <summary>Removes a passkey.</summary>
    /// <param name="credentialId">Its id, in hexadecimal.</param>
    /// <param name="password">The current password.</param>
    /// <param name="actor">Its owner.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>passkey-not-found</c>, <c>second-factor-required</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
    public async Task RemovePasskeyAsync(string credentialId, string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        var id = Convert.FromHexString(credentialId);
        await registry.WriteAsync(
            scope =>
            {
                if (scope.Db.Set<IdentityUserPasskey<string>>().Where(x => x.UserId == account.Id && x.CredentialId == id).ExecuteDelete() != 1)
                {
                    throw FleetError.NotFound(AccessErrors.PasskeyNotFound, credentialId);
                }

                AfterRemoval(scope, account.Id);
                scope.Audit(actor, AccessActions.PasskeyRemoved, new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<string>> StoreTotpAsync(string accountId, string secret, string? code, Actor actor, bool isFirst, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(KeyOf(accountId)) || Digits(code) is not { } digits || StepOf(secret, digits, registry.Time.GetUtcNow()) is not { } step)
        {
            throttle.Fail(KeyOf(accountId));
            throw new FleetError(AccessErrors.CodeWrong, [new Fault("code", "This is not the code that belongs to the secret now. Check the clock of the phone, and take the newest code.")]);
        }

        return await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, accountId);
                var had = HasSecondFactor(scope, accountId);
                if (isFirst && had)
                {
                    // Whoever knows the password alone must not add a second factor of their own beside the owner's.
                    throw new FleetError(FleetErrorKind.Refused, AccessErrors.SecondFactorExists, "This account has a second factor already. Sign in with it.");
                }

                (account.TotpSecret, account.TotpSince, account.TotpLastStep) = (_protector.Protect(secret), scope.Now, step);
                scope.Audit(actor, AccessActions.TotpAdded, new AuditTarget(AuditTargets.Account, account.UserName!), new { id = accountId });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return had ? [] : MakeRecoveryCodes(scope, accountId);
            },
            cancellationToken);
    }

    private void AfterRemoval(WriteScope scope, string accountId)
    {
        if (HasSecondFactor(scope, accountId))
        {
            return;
        }

        if (isRequired)
        {
            throw new FleetError(FleetErrorKind.Refused, AccessErrors.SecondFactorRequired, "This portal demands a second factor. Add another one before you remove the last.");
        }

        scope.Db.Set<RecoveryCodeRecord>().Where(x => x.AccountId == accountId).ExecuteDelete();
    }

    private static bool HasSecondFactor(WriteScope scope, string accountId) =>
        scope.Db.Users.Any(x => x.Id == accountId && x.TotpSince != null) || scope.Db.Set<IdentityUserPasskey<string>>().Any(x => x.UserId == accountId);

    private void Count(string accountId, bool isRight)
    {
        if (isRight)
        {
            throttle.Clear(KeyOf(accountId));
        }
        else
        {
            throttle.Fail(KeyOf(accountId));
        }
    }

    private static string KeyOf(string accountId) => "code:" + accountId;

    private static IReadOnlyList<string> MakeRecoveryCodes(WriteScope scope, string accountId)
    {
        scope.Db.Set<RecoveryCodeRecord>().Where(x => x.AccountId == accountId).ExecuteDelete();
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryOctets)).ToLowerInvariant()).ToList();
        scope.Db.Set<RecoveryCodeRecord>().AddRange(codes.Select(code => new RecoveryCodeRecord { AccountId = accountId, Hash = HashOf(code) }));
        return [.. codes.Select(code => string.Join('-', code.Chunk(Group).Select(part => new string(part))))];
    }

    /// <summary>80 random bits need no slow hash. Case, blanks and hyphens do not count.</summary>
    private static byte[] HashOf(string code) => ApiTokens.HashOf(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant());

    private static string? Digits(string? code) => string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c))) is { Length: 6 } digits && digits.All(char.IsAsciiDigit) ? digits : null;

    private static long? StepOf(string secret, string digits, DateTimeOffset now) =>
        new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(now.UtcDateTime, digits, out var step, Window) ? step : null;
}
