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

/// <summary>What is asked of a browser when a passkey is added.</summary>
/// <param name="Credential">As <c>navigator.credentials.create()</c> answers it, in JSON.</param>
/// <param name="Name">What its owner calls it.</param>
/// <param name="Password">The current password.</param>
public sealed record PasskeyBody(string? Credential, string? Name, string? Password);

/// <summary>What came of adding a passkey.</summary>
/// <param name="Fault">What went wrong, or null.</param>
/// <param name="RecoveryCodes">Shown this once, where it is the first second factor.</param>
public sealed record PasskeyAnswer(string? Fault, IReadOnlyList<string> RecoveryCodes);

/// <summary>
/// Passkeys (WebAuthn): signing in with one, and adding one to one's own account. The checks are ASP.NET Core Identity's; a passkey
/// always proves the person too (user verification), so it stands for both factors.
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

    /// <summary>Whether a page of this address can use passkeys: WebAuthn takes names, and no IP addresses, over https or on this machine.</summary>
    public static bool IsPossible(string scheme, string host) => Uri.CheckHostName(host) == UriHostNameType.Dns && (scheme == "https" || host == "localhost");

    public static void MapPasskeySignIn(this IEndpointRouteBuilder forms, PortalSettings settings)
    {
        if (!settings.LocalAccounts)
        {
            return;
        }

        forms.MapPost("/sign-in/passkey/options", OptionsAsync);
        forms.MapPost("/sign-in/passkey", SignInAsync);
        var own = forms.MapGroup("/account/passkeys").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = PortalAuthentication.CookieScheme });
        own.MapPost("/options", CreationOptionsAsync);
        own.MapPost("", AddAsync);
    }

    private static async Task<IResult> OptionsAsync(HttpContext context, IAntiforgery antiforgery, IPasskeyHandler<Account> passkeys, SignInCookies cookies)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        // No account is named: which passkeys there are is nobody's business before one is shown.
        var options = await passkeys.MakeRequestOptionsAsync(null, context);
        cookies.KeepPasskey(context, options.AssertionState);
        return Results.Text(options.RequestOptionsJson, "application/json");
    }

    private static async Task<IResult> SignInAsync(
        HttpContext context, IPasskeyHandler<Account> handler, Passkeys passkeys, LocalSignIn signIn, SignInCookies cookies, AccessLog log, [FromForm] string? credential, [FromForm] string? returnUrl)
    {
        var state = cookies.TakePasskey(context);
        if (state is not null && credential is { Length: > 0 }
            && await handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = state }) is { Succeeded: true } result
            && await passkeys.UseAsync(result.User.Id, result.Passkey, context.RequestAborted) is { } person)
        {
            return Results.LocalRedirect(await signIn.FinishAsync(context, person, SignInMethod.Passkey, ReturnUrl.Of(returnUrl)));
        }

        log.Refused("sign-in with a passkey that is not good here", context.Connection.RemoteIpAddress?.ToString());
        return Results.LocalRedirect($"/sign-in?failed=passkey&returnUrl={Uri.EscapeDataString(ReturnUrl.Of(returnUrl))}");
    }

    private static async Task<IResult> CreationOptionsAsync(HttpContext context, IAntiforgery antiforgery, IPasskeyHandler<Account> passkeys, SignInCookies cookies)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || context.User.FindActor() is not { Kind: ActorKinds.Account, Id: { } id } person)
        {
            return Results.BadRequest();
        }

        var options = await passkeys.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = id, Name = person.Name, DisplayName = person.Name }, context);
        cookies.KeepPasskey(context, options.AttestationState);
        return Results.Text(options.CreationOptionsJson, "application/json");
    }

    private static async Task<IResult> AddAsync(HttpContext context, IAntiforgery antiforgery, IPasskeyHandler<Account> handler, SecondFactors factors, SignInCookies cookies, PasskeyBody body)
    {
        if (!await antiforgery.IsRequestValidAsync(context) || context.User.FindActor() is not { Kind: ActorKinds.Account } person)
        {
            return Results.BadRequest();
        }

        try
        {
            var result = cookies.TakePasskey(context) is { } state && body.Credential is { Length: > 0 } credential
                ? await handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = state })
                : null;
            if (result is not { Succeeded: true } || result.UserEntity.Id != person.Id)
            {
                return Results.Json(new PasskeyAnswer("The browser's passkey could not be checked. Try again.", []), JsonSerializerOptions.Web);
            }

            return Results.Json(new PasskeyAnswer(null, await factors.AddPasskeyAsync(result.Passkey, body.Name, body.Password, person, context.RequestAborted)), JsonSerializerOptions.Web);
        }
        catch (FleetError e)
        {
            return Results.Json(new PasskeyAnswer(e.Message, []), JsonSerializerOptions.Web);
        }
    }
}
