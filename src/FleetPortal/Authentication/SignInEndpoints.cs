using FleetPortal.Authentication.SingleSignOn;
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

        forms.MapSingleSignOn(settings);
        app.MapPost("/sign-out", (HttpContext context, [FromForm] string? returnUrl) =>
        {
            // A form parameter makes the framework ask for the antiforgery token.
            _ = returnUrl;
            return SingleSignOnEndpoints.SignOutAsync(context);
        }).ExcludeFromDescription();
    }

    private static async Task<IResult> LocalAsync(HttpContext context, LocalSignIn signIn, PersonSessions sessions, [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl)
    {
        if (await signIn.TryAsync(name, password) is not { } person)
        {
            return Results.LocalRedirect($"/sign-in?failed=password&returnUrl={Uri.EscapeDataString(ReturnUrl.Of(returnUrl))}");
        }

        await sessions.SignInAsync(context, person, SignInMethod.Password);
        return Results.LocalRedirect(ReturnUrl.Of(returnUrl));
    }

    private static async Task<IResult> PersonaAsync(HttpContext context, PersonSessions sessions, [FromForm] string? persona, [FromForm] string? returnUrl)
    {
        if (Persona.All.FirstOrDefault(known => known.Name == persona) is not { } chosen)
        {
            return Results.LocalRedirect("/sign-in");
        }

        await sessions.SignInAsync(context, new Actor(ActorKinds.Persona, chosen.Name, chosen.Role), SignInMethod.Persona);
        return Results.LocalRedirect(ReturnUrl.Of(returnUrl));
    }

    private static async Task<IResult> SetupAsync(HttpContext context, SetupLink link, AccountQueries accounts, LocalSignIn signIn, PersonSessions sessions, [FromForm] string? token, [FromForm] string? name, [FromForm] string? password)
    {
        if (!link.Matches(token) || await accounts.HasAdministratorAsync(context.RequestAborted))
        {
            return Results.LocalRedirect("/sign-in?failed=setup");
        }

        var (person, faults) = await signIn.CreateAdministratorAsync(name, password, context.RequestAborted);
        if (person is null)
        {
            return Results.LocalRedirect($"/setup?token={Uri.EscapeDataString(token!)}&fault={Uri.EscapeDataString(string.Join(' ', faults))}");
        }

        link.Close();
        await sessions.SignInAsync(context, person, SignInMethod.Link);
        return Results.LocalRedirect("/");
    }
}
