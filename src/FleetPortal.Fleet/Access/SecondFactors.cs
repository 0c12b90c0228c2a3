using System.Security.Cryptography;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OtpNet;

namespace FleetPortal.Fleet.Access;

/// <summary>A secret for an authenticator app. It is not stored until the person enters its first code.</summary>
/// <param name="Secret">The secret in Base32, for typing.</param>
/// <param name="Address">The secret as an address for a QR code (<c>otpauth://</c>).</param>
public sealed record TotpOffer(string Secret, string Address);

/// <summary>
/// Second factors of local accounts: codes of an authenticator app (RFC 6238), passkeys, and recovery codes for a lost device.
/// </summary>
public sealed class SecondFactors(
    Registry registry, OwnPassword own, SignInThrottle throttle, IDataProtectionProvider protection, bool isRequired = false)
{
    /// <summary>How many recovery codes an account gets.</summary>
    public const int RecoveryCodes = 10;

    private const int SecretOctets = 20;
    private const int RecoveryOctets = 10;
    private const int Group = 4;

    // Also accept the code of the step before and after: the clocks of phones differ (RFC 6238 §5.2).
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    private readonly IDataProtector _protector = protection.CreateProtector("FleetPortal.Totp");

    /// <summary>Makes a new secret. Nothing is stored until <see cref="AddTotpAsync"/> has accepted its first code.</summary>
    public static TotpOffer Offer(
        string account) => OfferOf(account, Base32Encoding.ToString(RandomNumberGenerator.GetBytes(SecretOctets)));

    /// <summary>Makes the same offer again from its secret, to show it once more.</summary>
    public static TotpOffer OfferOf(string account, string secret) =>
        new(secret, $"otpauth://totp/FleetPortal:{Uri.EscapeDataString(account)}?secret={secret}&issuer=FleetPortal");

    /// <summary>
    /// Adds an authenticator app to the actor's own account. Returns recovery codes, which are shown once, if it is the first second
    /// factor; otherwise none.
    /// </summary>
    /// <exception cref="FleetError"><c>code-wrong</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>,
    /// <c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<string>> AddTotpAsync(
        string secret, string? code, string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        return await StoreTotpAsync(account.Id, secret, code, actor, isFirst: false, cancellationToken);
    }

    /// <summary>
    /// Adds the first second factor during a sign-in, if the settings require one. The caller has just checked the password.
    /// </summary>
    /// <exception cref="FleetError"><c>code-wrong</c>, <c>second-factor-exists</c>.</exception>
    public Task<IReadOnlyList<string>> AddFirstTotpAsync(string secret, string? code, Actor person, CancellationToken cancellationToken) =>
        StoreTotpAsync(person.Id!, secret, code, person, isFirst: true, cancellationToken);

    /// <summary>
    /// Checks a code of the authenticator app. A code works once. False if it is wrong, was used, or there were too many wrong tries.
    /// </summary>
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
                if (account?.TotpSecret is null
                    || StepOf(_protector.Unprotect(account.TotpSecret), digits, scope.Now) is not { } step || step <= account.TotpLastStep)
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

    /// <summary>Checks a recovery code and uses it up. False if it is wrong, was used, or there were too many wrong tries.</summary>
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
                    scope.Audit(AcceptLink.ActorOf(account), AccessActions.RecoveryCodeUsed,
                        new AuditTarget(AuditTargets.Account, account.UserName!), new { id = accountId, left });
                }

                return used;
            },
            cancellationToken);
        Count(accountId, isRight);
        return isRight;
    }

    /// <summary>
    /// Makes new recovery codes, which are shown once; the old ones become invalid. Needs the current password and a second factor.
    /// </summary>
    /// <exception cref="FleetError"><c>second-factor-missing</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>,
    /// <c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<string>> RenewRecoveryCodesAsync(string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        return await registry.WriteAsync(
            scope =>
            {
                if (!HasSecondFactor(scope, account.Id))
                {
                    throw new FleetError(FleetErrorKind.Refused,
                        AccessErrors.SecondFactorMissing, "Recovery codes are for accounts with a second factor. Add one first.");
                }

                scope.Audit(actor, AccessActions.RecoveryCodesMade,
                    new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id });
                return MakeRecoveryCodes(scope, account.Id);
            },
            cancellationToken);
    }

    /// <summary>Removes the authenticator app from the actor's own account. Needs the current password.</summary>
    /// <exception cref="FleetError"><c>second-factor-required</c>, <c>password-wrong</c>, <c>too-many-tries</c>,
    /// <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
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

    /// <summary>
    /// Adds a passkey that the browser has just proven. Returns recovery codes if it is the first second factor; otherwise none.
    /// </summary>
    /// <exception cref="FleetError"><c>passkey-limit</c>, <c>password-wrong</c>, <c>too-many-tries</c>, <c>not-a-local-account</c>,
    /// <c>session-ended</c>.</exception>
    public async Task<IReadOnlyList<string>> AddPasskeyAsync(
        UserPasskeyInfo passkey, string? name, string? password, Actor actor, CancellationToken cancellationToken)
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
                    throw new FleetError(FleetErrorKind.Refused,
                        AccessErrors.PasskeyLimit, $"An account has at most {Passkeys.MaxPerAccount} passkeys. Remove one first.");
                }

                var isFirst = !HasSecondFactor(scope, account.Id);
                passkeys.Add(Passkeys.RecordOf(account.Id, passkey, Passkeys.NameOf(name)));
                scope.Audit(actor, AccessActions.PasskeyAdded,
                    new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id, name = Passkeys.NameOf(name) });
                scope.Emit(FleetEventKind.AccessChanged, null);
                return isFirst ? MakeRecoveryCodes(scope, account.Id) : [];
            },
            cancellationToken);
    }

    /// <summary>Removes a passkey from the actor's own account.</summary>
    /// <param name="credentialId">The credential id, in hexadecimal.</param>
    /// <param name="password">The current password.</param>
    /// <param name="actor">The owner of the account.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <exception cref="FleetError"><c>passkey-not-found</c>, <c>second-factor-required</c>, <c>password-wrong</c>, <c>too-many-tries</c>,
    /// <c>not-a-local-account</c>, <c>session-ended</c>.</exception>
    public async Task RemovePasskeyAsync(string credentialId, string? password, Actor actor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(actor);
        var account = await own.ConfirmAsync(password, actor, cancellationToken);
        var id = Convert.FromHexString(credentialId);
        await registry.WriteAsync(
            scope =>
            {
                if (scope.Db.Set<IdentityUserPasskey<string>>()
                    .Where(x => x.UserId == account.Id && x.CredentialId == id).ExecuteDelete() != 1)
                {
                    throw FleetError.NotFound(AccessErrors.PasskeyNotFound, credentialId);
                }

                AfterRemoval(scope, account.Id);
                scope.Audit(actor, AccessActions.PasskeyRemoved,
                    new AuditTarget(AuditTargets.Account, actor.Name), new { id = account.Id });
                scope.Emit(FleetEventKind.AccessChanged, null);
            },
            cancellationToken);
    }

    private async Task<IReadOnlyList<string>> StoreTotpAsync(
        string accountId, string secret, string? code, Actor actor, bool isFirst, CancellationToken cancellationToken)
    {
        if (throttle.IsBlocked(KeyOf(accountId))
            || Digits(code) is not { } digits || StepOf(secret, digits, registry.Time.GetUtcNow()) is not { } step)
        {
            throttle.Fail(KeyOf(accountId));
            throw new FleetError(AccessErrors.CodeWrong,
                [new Fault("code", "The code is wrong. Check the clock of the phone, and enter the newest code.")]);
        }

        return await registry.WriteAsync(
            scope =>
            {
                var account = AccountRows.Get(scope, accountId);
                var had = HasSecondFactor(scope, accountId);
                if (isFirst && had)
                {
                    // A person who knows only the password must not add a second factor beside the one of the owner.
                    throw new FleetError(FleetErrorKind.Refused,
                        AccessErrors.SecondFactorExists, "This account has a second factor already. Sign in with it.");
                }

                (account.TotpSecret, account.TotpSince, account.TotpLastStep) = (_protector.Protect(secret), scope.Now, step);
                scope.Audit(actor, AccessActions.TotpAdded,
                    new AuditTarget(AuditTargets.Account, account.UserName!), new { id = accountId });
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
            throw new FleetError(FleetErrorKind.Refused,
                AccessErrors.SecondFactorRequired, "This portal requires a second factor. Add another one before you remove the last one.");
        }

        scope.Db.Set<RecoveryCodeRecord>().Where(x => x.AccountId == accountId).ExecuteDelete();
    }

    private static bool HasSecondFactor(WriteScope scope, string accountId) =>
        scope.Db.Users.Any(x => x.Id == accountId && x.TotpSince != null)
            || scope.Db.Set<IdentityUserPasskey<string>>().Any(x => x.UserId == accountId);

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
        var codes = Enumerable.Range(0, RecoveryCodes)
            .Select(_ => Base32Encoding.ToString(RandomNumberGenerator.GetBytes(RecoveryOctets)).ToLowerInvariant()).ToList();
        scope.Db.Set<RecoveryCodeRecord>()
            .AddRange(codes.Select(code => new RecoveryCodeRecord { AccountId = accountId, Hash = HashOf(code) }));
        return [.. codes.Select(code => string.Join('-', code.Chunk(Group).Select(part => new string(part))))];
    }

    /// <summary>Hashes a recovery code. It has 80 random bits, so a fast hash is enough. Case, spaces and hyphens are ignored.</summary>
    private static byte[] HashOf(string code) => ApiTokens.HashOf(string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToLowerInvariant());

    private static string? Digits(string? code) => string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c))) is { Length: 6 } digits
        && digits.All(char.IsAsciiDigit) ? digits : null;

    private static long? StepOf(string secret, string digits, DateTimeOffset now) =>
        new Totp(Base32Encoding.ToBytes(secret)).VerifyTotp(now.UtcDateTime, digits, out var step, Window) ? step : null;
}
