using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Authentication;

/// <summary>The forms of the sign-in page. Each is a POST with an antiforgery token.</summary>
public static class SignInEndpoints
{
    /// <summary>Maps the forms' targets.</summary>
    public static void MapSignIn(this WebApplication app, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var forms = app.MapGroup("").AllowAnonymous().RequireRateLimiting(PortalAuthentication.SignInRateLimit).ExcludeFromDescription();
        forms.MapPost("/sign-in/local", LocalAsync);
        forms.MapPost("/setup", SetupAsync);
        if (settings.Personas)
        {
            forms.MapPost("/sign-in/persona", PersonaAsync);
        }

        if (settings.OpenIdConnect is not null)
        {
            forms.MapPost("/sign-in/provider", ([FromForm] string? returnUrl) => Results.Challenge(
                new AuthenticationProperties { RedirectUri = LocalUrl(returnUrl) }, [PortalAuthentication.OpenIdConnectScheme]));
        }

        app.MapPost("/sign-out", async (HttpContext context, [FromForm] string? returnUrl) =>
        {
            _ = returnUrl;
            await context.SignOutAsync(PortalAuthentication.CookieScheme);
            return Results.LocalRedirect("/sign-in");
        }).ExcludeFromDescription();
    }

    private static async Task<IResult> LocalAsync(HttpContext context, LocalSignIn signIn, [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl)
    {
        if (await signIn.TryAsync(name, password, context.RequestAborted) is not { } principal)
        {
            return Results.LocalRedirect($"/sign-in?failed=password&returnUrl={Uri.EscapeDataString(LocalUrl(returnUrl))}");
        }

        await context.SignInAsync(PortalAuthentication.CookieScheme, principal);
        return Results.LocalRedirect(LocalUrl(returnUrl));
    }

    private static async Task<IResult> PersonaAsync(HttpContext context, AccountQueries accounts, [FromForm] string? persona, [FromForm] string? returnUrl)
    {
        if (Persona.All.FirstOrDefault(known => known.Name == persona) is not { } chosen)
        {
            return Results.LocalRedirect("/sign-in");
        }

        var actor = new Actor("persona", chosen.Name, chosen.Role);
        await accounts.NoteAsync(actor, "account.signed-in", context.RequestAborted);
        await context.SignInAsync(PortalAuthentication.CookieScheme, ActorClaims.PrincipalOf(actor, PortalAuthentication.CookieScheme));
        return Results.LocalRedirect(LocalUrl(returnUrl));
    }

    private static async Task<IResult> SetupAsync(HttpContext context, SetupLink link, AccountQueries accounts, LocalSignIn signIn, [FromForm] string? token, [FromForm] string? name, [FromForm] string? password)
    {
        if (!link.Matches(token) || await accounts.HasAdministratorAsync(context.RequestAborted))
        {
            return Results.LocalRedirect("/sign-in?failed=setup");
        }

        var (principal, faults) = await signIn.CreateAdministratorAsync(name, password, context.RequestAborted);
        if (principal is null)
        {
            return Results.LocalRedirect($"/setup?token={Uri.EscapeDataString(token!)}&fault={Uri.EscapeDataString(string.Join(' ', faults))}");
        }

        link.Close();
        await context.SignInAsync(PortalAuthentication.CookieScheme, principal);
        return Results.LocalRedirect("/");
    }

    /// <summary>Only a path of our own; anything else would send people elsewhere after they signed in.</summary>
    private static string LocalUrl(string? url) =>
        url is { Length: > 0 } && url[0] == '/' && (url.Length == 1 || (url[1] != '/' && url[1] != '\\')) ? url : "/";
}
