using System.Text.Json;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Authentication;

/// <summary>The request body of adding a passkey.</summary>
/// <param name="Credential">The result of <c>navigator.credentials.create()</c> as JSON.</param>
/// <param name="Name">The name that the owner gives to the passkey.</param>
/// <param name="Password">The current password.</param>
public sealed record PasskeyBody(string? Credential, string? Name, string? Password);

/// <summary>The result of adding a passkey.</summary>
/// <param name="Fault">The error message, or null if the passkey was added.</param>
/// <param name="RecoveryCodes">
/// Recovery codes, shown only once. Empty unless this passkey is the first second factor of the account.
/// </param>
public sealed record PasskeyAnswer(string? Fault, IReadOnlyList<string> RecoveryCodes);

/// <summary>
/// Endpoints for passkeys (WebAuthn): sign in with a passkey, and add one to the own account. ASP.NET Core Identity does the checks. User
/// verification is required, so a passkey counts as both factors.
/// </summary>
internal static class PasskeyEndpoints
{
    public static void AddPasskeys(this IServiceCollection services)
    {
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
            options.AuthenticatorTimeout = TimeSpan.FromMinutes(5);
        });
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
    }

    /// <summary>
    /// Returns whether a page at this address can use passkeys. WebAuthn needs a host name instead of an IP address, and https unless the
    /// host is localhost.
    /// </summary>
    public static bool IsPossible(
        string scheme, string host) => Uri.CheckHostName(host) == UriHostNameType.Dns && (scheme == "https" || host == "localhost");

    public static void MapPasskeySignIn(this IEndpointRouteBuilder forms, PortalSettings settings)
    {
        if (!settings.LocalAccounts)
        {
            return;
        }

        forms.MapPost("/sign-in/passkey/options", OptionsAsync);
        forms.MapPost("/sign-in/passkey", SignInAsync);
        var own = forms.MapGroup("/account/passkeys")
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = PortalAuthentication.CookieScheme });
        own.MapPost("/options", CreationOptionsAsync);
        own.MapPost("", AddAsync);
    }

    private static async Task<IResult> OptionsAsync(
        HttpContext context, IAntiforgery antiforgery, IPasskeyHandler<Account> passkeys, SignInCookies cookies)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        // The request names no account: before the sign-in nobody may learn which passkeys an account has.
        var options = await passkeys.MakeRequestOptionsAsync(null, context);
        cookies.KeepPasskey(context, options.AssertionState);
        return Results.Text(options.RequestOptionsJson, "application/json");
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, IPasskeyHandler<Account> handler, Passkeys passkeys,
        LocalSignIn signIn, SignInCookies cookies, AccessLog log, [FromForm] string? credential, [FromForm] string? returnUrl)
    {
        var state = cookies.TakePasskey(context);
        if (state is not null && credential is { Length: > 0 }
            && await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context,
                CredentialJson = credential, AssertionState = state }) is { Succeeded: true } result
            && await passkeys.UseAsync(result.User.Id, result.Passkey, context.RequestAborted) is { } person)
        {
            return Results.LocalRedirect(await signIn.FinishAsync(context, person, SignInMethod.Passkey, ReturnUrl.Of(returnUrl)));
        }

        log.Refused("a sign-in with an invalid or unknown passkey", context.Connection.RemoteIpAddress?.ToString());
        return Results.LocalRedirect($"/sign-in?failed=passkey&returnUrl={Uri.EscapeDataString(ReturnUrl.Of(returnUrl))}");
    }

    private static async Task<IResult> CreationOptionsAsync(
        HttpContext context, IAntiforgery antiforgery, IPasskeyHandler<Account> passkeys, SignInCookies cookies)
    {
        if (!await antiforgery.IsRequestValidAsync(context)
            || context.User.FindActor() is not { Kind: ActorKinds.Account, Id: { } id } person)
        {
            return Results.BadRequest();
        }

        var options = await passkeys
            .MakeCreationOptionsAsync(new PasskeyUserEntity { Id = id, Name = person.Name, DisplayName = person.Name }, context);
        cookies.KeepPasskey(context, options.AttestationState);
        return Results.Text(options.CreationOptionsJson, "application/json");
    }

    private static async Task<IResult> AddAsync(HttpContext context,
        IAntiforgery antiforgery, IPasskeyHandler<Account> handler, SecondFactors factors, SignInCookies cookies, PasskeyBody body)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || context.User.FindActor() is not { Kind: ActorKinds.Account } person)
        {
            return Results.BadRequest();
        }

        try
        {
            var result = cookies.TakePasskey(context) is { } state && body.Credential is { Length: > 0 } credential
                ? await handler.PerformAttestationAsync(
                    new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state })
                : null;
            if (result is not { Succeeded: true } || result.UserEntity.Id != person.Id)
            {
                return Results.Json(new PasskeyAnswer("The passkey could not be verified. Try again.", []), JsonSerializerOptions.Web);
            }

            return Results.Json(new PasskeyAnswer(null, await factors.AddPasskeyAsync(result.Passkey,
                body.Name, body.Password, person, context.RequestAborted)), JsonSerializerOptions.Web);
        }
        catch (FleetError e)
        {
            return Results.Json(new PasskeyAnswer(e.Message, []), JsonSerializerOptions.Web);
        }
    }
}
