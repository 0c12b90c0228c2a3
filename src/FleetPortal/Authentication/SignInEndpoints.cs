using FleetPortal.Authentication.SingleSignOn;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.SignIn;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FleetPortal.Authentication;

/// <summary>Endpoints of the sign-in forms. Each form is a POST with an antiforgery token; single sign-on starts with a link.</summary>
public static class SignInEndpoints
{
    /// <summary>Maps the endpoints of sign-in, set-up, invitation links and sign-out.</summary>
    public static void MapSignIn(this WebApplication app, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var forms = app.MapGroup("").AllowAnonymous().RequireRateLimiting(PortalAuthentication.SignInRateLimit).ExcludeFromDescription();
        forms.MapPost("/sign-in/local", async (HttpContext context,
            LocalSignIn signIn, [FromForm] string? name, [FromForm] string? password, [FromForm] string? returnUrl) =>
            Results.LocalRedirect(await signIn.PasswordAsync(context, name, password, ReturnUrl.Of(returnUrl))));
        forms.MapPost(LocalSignIn.SecondPath,
            async (HttpContext context, LocalSignIn signIn, [FromForm] string? code, [FromForm] string? recovery) =>
            Results.LocalRedirect(await signIn.CodeAsync(context, code, recovery == "true")));
        forms.MapPost(LocalSignIn.EnrolPath, EnrolAsync);
        forms.MapPost("/accept", AcceptAsync);
        forms.MapPost("/setup", SetupAsync);
        forms.MapPasskeySignIn(settings);
        if (settings.Personas)
        {
            forms.MapPost("/sign-in/persona", PersonaAsync);
        }

        forms.MapSingleSignOn(settings);
        app.MapPost("/sign-out", (HttpContext context, [FromForm] string? returnUrl) =>
        {
            // The framework checks the antiforgery token only if the handler has a form parameter.
            _ = returnUrl;
            return SingleSignOnEndpoints.SignOutAsync(context);
        }).ExcludeFromDescription();
    }

    private static async Task<IResult> PersonaAsync(
        HttpContext context, PersonSessions sessions, [FromForm] string? persona, [FromForm] string? returnUrl)
    {
        if (Persona.All.FirstOrDefault(known => known.Name == persona) is not { } chosen)
        {
            return Results.LocalRedirect("/sign-in");
        }

        await sessions.SignInAsync(context, new Actor(ActorKinds.Persona, chosen.Name, chosen.Role), SignInMethod.Persona);
        return Results.LocalRedirect(ReturnUrl.Of(returnUrl));
    }

    private static async Task<IResult> EnrolAsync(HttpContext context, LocalSignIn signIn, [FromForm] string? code)
    {
        try
        {
            var (path, codes) = await signIn.EnrolAsync(context, code);
            if (codes.Count == 0)
            {
                return Results.LocalRedirect(path);
            }

            context.Response.Headers.CacheControl = "no-store";
            return new RazorComponentResult<RecoveryCodesDocument>(new { Codes = codes, Next = path });
        }
        catch (FleetError e) when (e.Code is AccessErrors.CodeWrong or AccessErrors.SecondFactorExists)
        {
            return Results.LocalRedirect($"{LocalSignIn.EnrolPath}?failed={e.Code}");
        }
    }

    private static async Task<IResult> AcceptAsync(
        HttpContext context, AcceptLink accept, VerifyPassword verify,
        LocalSignIn signIn, PortalSettings settings, [FromForm] string? token, [FromForm] string? password, [FromForm] string? repeated)
    {
        string? fault = null;
        try
        {
            if (!settings.LocalAccounts)
            {
                return Results.LocalRedirect("/sign-in");
            }

            fault = password == repeated ? null : "The two passwords are not the same.";
            if (fault is null)
            {
                var person = await accept.ExecuteAsync(token, password, context.RequestAborted);
                return await verify.FindAsync(person.Id!, null, context.RequestAborted) is { } state
                    ? Results.LocalRedirect(await signIn.ContinueAsync(context, state, SignInMethod.Link, "/"))
                    : Results.LocalRedirect("/sign-in");
            }
        }
        catch (FleetError e) when (e.Kind is FleetErrorKind.Invalid or FleetErrorKind.Refused)
        {
            fault = e.Message;
        }

        return Results.LocalRedirect($"/accept?token={Uri.EscapeDataString(token ?? "")}&fault={Uri.EscapeDataString(fault)}");
    }

    private static async Task<IResult> SetupAsync(
        HttpContext context, SetupLink link, CreateFirstAdministrator create, VerifyPassword verify,
        LocalSignIn signIn, [FromForm] string? token, [FromForm] string? name, [FromForm] string? password, [FromForm] string? repeated)
    {
        if (!link.Matches(token))
        {
            return Results.LocalRedirect("/sign-in?failed=setup");
        }

        var fault = password == repeated ? null : "The two passwords are not the same.";
        try
        {
            if (fault is null)
            {
                var person = await create.ExecuteAsync(name, password, context.RequestAborted);
                link.Close();
                return await verify.FindAsync(person.Id!, null, context.RequestAborted) is { } state
                    ? Results.LocalRedirect(await signIn.ContinueAsync(context, state, SignInMethod.Link, "/"))
                    : Results.LocalRedirect("/sign-in");
            }
        }
        catch (FleetError e) when (e.Code == AccessErrors.SetupDone)
        {
            return Results.LocalRedirect("/sign-in?failed=setup");
        }
        catch (FleetError e) when (e.Kind == FleetErrorKind.Invalid)
        {
            fault = e.Message;
        }

        return Results.LocalRedirect(
            $"/setup?token={Uri.EscapeDataString(token!)}&name={Uri.EscapeDataString(name ?? "")}&fault={Uri.EscapeDataString(fault)}");
    }
}
