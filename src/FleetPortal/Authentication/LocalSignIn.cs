using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;

namespace FleetPortal.Authentication;

/// <summary>
/// Signs people in with local accounts, step by step. Each step returns the path to which the browser is redirected next.
/// </summary>
public sealed class LocalSignIn(
    VerifyPassword verify, SecondFactors factors, PersonSessions sessions, SignInCookies cookies, AccessLog log, PortalSettings settings)
{
    /// <summary>The path of the page that asks for the code of the second factor.</summary>
    public const string SecondPath = "/sign-in/second";

    /// <summary>The path of the page that adds a second factor, if <c>Authentication:RequireSecondFactor</c> demands one.</summary>
    public const string EnrolPath = "/sign-in/enrol";

    /// <summary>
    /// Checks the name and the password. Five wrong passwords block the address, or the known browser, for this account for five minutes;
    /// 50 from all addresses block every unknown browser.
    /// </summary>
    public async Task<string> PasswordAsync(HttpContext context, string? name, string? password, string returnUrl)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var result = settings.LocalAccounts
            ? await verify.ExecuteAsync(name,
                password, PortalAuthentication.SourceOf(context), cookies.FindDevice(context), context.RequestAborted)
            : new PasswordResult(null, null);
        if (result.State is { } state)
        {
            return await ContinueAsync(context, state, SignInMethod.Password, returnUrl);
        }

        log.Refused("a sign-in with a wrong name or password", address, result.Known);
        if (result.IsNowBlocked)
        {
            log.Refused("further sign-ins to this account for five minutes, because of five wrong passwords", address, result.Known);
        }

        if (result is { IsNowLocked: true, Known: { } known })
        {
            await verify.NoteBlockedAsync(known, address, context.RequestAborted);
        }

        return $"/sign-in?failed=password&returnUrl={Uri.EscapeDataString(returnUrl)}";
    }

    /// <summary>
    /// Continues after the first step: asks for the second factor if the account has one or needs one, and completes the sign-in otherwise.
    /// </summary>
    public async Task<string> ContinueAsync(HttpContext context, SignInState state, string method, string returnUrl)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!state.HasSecondFactor && !settings.RequireSecondFactor)
        {
            return await FinishAsync(context, state.Person, method, returnUrl);
        }

        var secret = state.HasSecondFactor ? null : SecondFactors.Offer(state.Person.Name).Secret;
        cookies.KeepPending(context, new PendingSignIn(state.Person.Id!, state.Stamp, method, returnUrl, secret));
        return state.HasSecondFactor ? SecondPath : EnrolPath;
    }

    /// <summary>Checks the second factor: a code of the authenticator app, or a recovery code.</summary>
    public async Task<string> CodeAsync(HttpContext context, string? code, bool isRecovery)
    {
        if (await FindPendingAsync(context) is not ({ } pending, { } state))
        {
            return "/sign-in?failed=late";
        }

        var id = state.Person.Id!;
        if (isRecovery ? await factors.TryRecoveryCodeAsync(id, code, context.RequestAborted)
            : await factors.TryTotpAsync(id, code, context.RequestAborted))
        {
            return await FinishAsync(context, state.Person, isRecovery ? SignInMethod.RecoveryCode : SignInMethod.Totp, pending.ReturnUrl);
        }

        log.Refused(isRecovery ? "a sign-in with a wrong recovery code"
            : "a sign-in with a wrong code", context.Connection.RemoteIpAddress?.ToString(), state.Person.Name);
        return $"{SecondPath}?failed=code{(isRecovery ? "&recovery=true" : "")}";
    }

    /// <summary>
    /// Adds the required authenticator app, proven by its first code, and completes the sign-in. Returns the recovery codes.
    /// </summary>
    /// <exception cref="FleetError"><c>code-wrong</c>, <c>second-factor-exists</c>.</exception>
    public async Task<(string Path, IReadOnlyList<string> RecoveryCodes)> EnrolAsync(HttpContext context, string? code)
    {
        if (await FindPendingAsync(context) is not ({ TotpSecret: { } secret } pending, { } state))
        {
            return ("/sign-in?failed=late", []);
        }

        var codes = await factors.AddFirstTotpAsync(secret, code, state.Person, context.RequestAborted);
        return (await FinishAsync(context, state.Person, SignInMethod.Totp, pending.ReturnUrl), codes);
    }

    /// <summary>Completes the sign-in: starts the session, sets its cookie, and remembers this browser for the account.</summary>
    public async Task<string> FinishAsync(HttpContext context, Actor person, string method, string returnUrl)
    {
        ArgumentNullException.ThrowIfNull(person);
        cookies.RemovePending(context);
        cookies.KeepDevice(context, person.Id!);
        await sessions.SignInAsync(context, person, method);
        return returnUrl;
    }

    /// <summary>
    /// Returns the sign-in of this browser that waits for its second step. The state is null if it has expired or the password was changed.
    /// </summary>
    public async Task<(PendingSignIn? Pending, SignInState? State)> FindPendingAsync(HttpContext context)
    {
        var pending = settings.LocalAccounts ? cookies.FindPending(context) : null;
        return (pending, pending is null ? null : await verify.FindAsync(pending.AccountId, pending.Stamp, context.RequestAborted));
    }
}
