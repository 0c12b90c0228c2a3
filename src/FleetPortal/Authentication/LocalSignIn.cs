using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using FleetPortal.Slices.Accounts;

namespace FleetPortal.Authentication;

/// <summary>Signs people in with local accounts, step by step. Each step answers the path where the browser goes next.</summary>
public sealed class LocalSignIn(
    VerifyPassword verify, SecondFactors factors, PersonSessions sessions, SignInCookies cookies, AccessLog log, PortalSettings settings)
{
    /// <summary>Where a code is asked for.</summary>
    public const string SecondPath = "/sign-in/second";

    /// <summary>Where a second factor is added that a setting demands.</summary>
    public const string EnrolPath = "/sign-in/enrol";

    /// <summary>Name and password.</summary>
    public async Task<string> PasswordAsync(HttpContext context, string? name, string? password, string returnUrl)
    {
        ArgumentNullException.ThrowIfNull(context);
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        var result = settings.LocalAccounts
            ? await verify.ExecuteAsync(name, password, PortalAuthentication.SourceOf(context), cookies.FindDevice(context), context.RequestAborted)
            : new PasswordResult(null, null);
        if (result.State is { } state)
        {
            return await ContinueAsync(context, state, SignInMethod.Password, returnUrl);
        }

        log.Refused("sign-in with a wrong name or password", address, result.Known);
        if (result.IsNowBlocked)
        {
            log.Refused("five wrong passwords: that address waits five minutes", address, result.Known);
        }

        if (result is { IsNowLocked: true, Known: { } known })
        {
            await verify.NoteBlockedAsync(known, address, context.RequestAborted);
        }

        return $"/sign-in?failed=password&returnUrl={Uri.EscapeDataString(returnUrl)}";
    }

    /// <summary>The first step is done: a second one, or the end.</summary>
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

    /// <summary>A code of an authenticator app, or a recovery code.</summary>
    public async Task<string> CodeAsync(HttpContext context, string? code, bool isRecovery)
    {
        if (await FindPendingAsync(context) is not ({ } pending, { } state))
        {
            return "/sign-in?failed=late";
        }

        var id = state.Person.Id!;
        if (isRecovery ? await factors.TryRecoveryCodeAsync(id, code, context.RequestAborted) : await factors.TryTotpAsync(id, code, context.RequestAborted))
        {
            return await FinishAsync(context, state.Person, isRecovery ? SignInMethod.RecoveryCode : SignInMethod.Totp, pending.ReturnUrl);
        }

        log.Refused(isRecovery ? "sign-in with a wrong recovery code" : "sign-in with a wrong code", context.Connection.RemoteIpAddress?.ToString(), state.Person.Name);
        return $"{SecondPath}?failed=code{(isRecovery ? "&recovery=true" : "")}";
    }

    /// <summary>The first code of the authenticator app that a setting demands; answers the recovery codes.</summary>
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

    /// <summary>Everything that was to be proven is proven.</summary>
    public async Task<string> FinishAsync(HttpContext context, Actor person, string method, string returnUrl)
    {
        ArgumentNullException.ThrowIfNull(person);
        cookies.RemovePending(context);
        cookies.KeepDevice(context, person.Id!);
        await sessions.SignInAsync(context, person, method);
        return returnUrl;
    }

    /// <summary>The sign-in of this browser that waits for its second step, if it still counts.</summary>
    public async Task<(PendingSignIn? Pending, SignInState? State)> FindPendingAsync(HttpContext context)
    {
        var pending = settings.LocalAccounts ? cookies.FindPending(context) : null;
        return (pending, pending is null ? null : await verify.FindAsync(pending.AccountId, pending.Stamp, context.RequestAborted));
    }
}
