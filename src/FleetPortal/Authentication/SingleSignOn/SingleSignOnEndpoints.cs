using FleetPortal.Configuration;
using FleetPortal.Slices.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>The way to the provider and back out.</summary>
public static partial class SingleSignOnEndpoints
{
    /// <summary>Starts the sign-in at the provider.</summary>
    public const string ChallengePath = "/sign-in/provider";

    /// <summary>Maps the challenge, where a provider is set.</summary>
    public static void MapSingleSignOn(this IEndpointRouteBuilder routes, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.OpenIdConnect is not null)
        {
            routes.MapGet(ChallengePath, ChallengeAsync);
        }
    }

    /// <summary>Ends the session here, and then at the provider if the person came from there.</summary>
    public static async Task<IResult> SignOutAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var provider = await ProviderSignOut.FindAddressAsync(context);
        await context.RequestServices.GetRequiredService<PersonSessions>().SignOutAsync(context);
        if (provider is null)
        {
            return Results.LocalRedirect("/sign-in");
        }

        context.Response.Headers["Refresh"] = $"0;url={provider}";
        context.Response.Headers.CacheControl = "no-store";
        return new RazorComponentResult<SigningOutDocument>(new { Address = provider });
    }

    /// <summary>
    /// A link and not a form: browsers apply form-action to every redirect that follows a form, and a provider may send people
    /// on to origins that nobody here knows. State, nonce and PKCE bind the answer to this browser; a request that another
    /// site makes only gets the sign-in page.
    /// </summary>
    private static async Task ChallengeAsync(HttpContext context, string? returnUrl, bool? again, ILoggerFactory logs)
    {
        var target = ReturnUrl.Of(returnUrl);
        if (IsFromAnotherSite(context.Request))
        {
            context.Response.Redirect($"/sign-in?returnUrl={Uri.EscapeDataString(target)}");
            return;
        }

        try
        {
            await context.ChallengeAsync(SingleSignOnSetup.Scheme, new OpenIdConnectChallengeProperties { RedirectUri = target, Prompt = again == true ? "login" : null });
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            LogUnreachable(logs.CreateLogger(typeof(SingleSignOnEndpoints)), e.InnerException?.Message ?? e.Message);
            context.Response.Redirect($"/sign-in?failed=unreachable&returnUrl={Uri.EscapeDataString(target)}");
        }
    }

    /// <summary>Fetch Metadata (W3C); browsers from before it send none.</summary>
    private static bool IsFromAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    [LoggerMessage(1, LogLevel.Error, "The sign-in at the identity provider cannot begin: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string message);
}
