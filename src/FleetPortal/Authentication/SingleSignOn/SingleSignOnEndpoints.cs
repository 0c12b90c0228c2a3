using FleetPortal.Configuration;
using FleetPortal.Slices.SignIn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>Endpoints that start the sign-in at the identity provider and the sign-out.</summary>
public static partial class SingleSignOnEndpoints
{
    /// <summary>The path that starts the sign-in at the identity provider.</summary>
    public const string ChallengePath = "/sign-in/provider";

    /// <summary>Maps <see cref="ChallengePath"/> if an identity provider is configured.</summary>
    public static void MapSingleSignOn(this IEndpointRouteBuilder routes, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.OpenIdConnect is not null)
        {
            routes.MapGet(ChallengePath, ChallengeAsync);
        }
    }

    /// <summary>
    /// Ends the session in the portal. If the person signed in at the identity provider, the answer leads the browser to its sign-out.
    /// </summary>
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
    /// Starts the sign-in at the provider. This is a GET, because browsers apply the CSP directive form-action to every redirect after a
    /// form, and the provider can redirect to origins that we do not know. State, nonce and PKCE bind the provider's answer to this
    /// browser. A request from another site is redirected to the sign-in page.
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
            await context.ChallengeAsync(SingleSignOnSetup.Scheme,
                new OpenIdConnectChallengeProperties { RedirectUri = target, Prompt = again == true ? "login" : null });
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or HttpRequestException)
        {
            LogUnreachable(logs.CreateLogger(typeof(SingleSignOnEndpoints)), e.InnerException?.Message ?? e.Message);
            context.Response.Redirect($"/sign-in?failed=unreachable&returnUrl={Uri.EscapeDataString(target)}");
        }
    }

    /// <summary>
    /// Returns whether another site made the request, by the header Sec-Fetch-Site (W3C Fetch Metadata). Old browsers do not send it.
    /// </summary>
    private static bool IsFromAnotherSite(
        HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    [LoggerMessage(8102, LogLevel.Error, "The portal could not start a sign-in at the identity provider: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string message);
}
