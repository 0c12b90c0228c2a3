using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>Signs people out at the provider too (OpenID Connect RP-Initiated Logout 1.0); otherwise the next click signs them in again.</summary>
internal static partial class ProviderSignOut
{
    // The hint travels in the session's cookie. A longer one is left out: the provider asks the person instead.
    private const int MaxHint = 3000;

    /// <summary>Keeps the ID token as the hint with which to sign out.</summary>
    public static void Remember(AuthenticationProperties properties, string? idToken)
    {
        if (idToken is { Length: > 0 and <= MaxHint })
        {
            properties.StoreTokens([new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = idToken }]);
        }
    }

    /// <summary>
    /// The provider's address to go to, or null: it offers none, cannot be reached, or the person did not sign in there.
    /// Ask before the session's cookie goes.
    /// </summary>
    public static async Task<string?> FindAddressAsync(HttpContext context)
    {
        if (context.User.FindActor()?.Kind != ActorKinds.OpenId)
        {
            return null;
        }

        var options = context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(SingleSignOnSetup.Scheme);
        try
        {
            var configuration = await options.ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);
            if (string.IsNullOrEmpty(configuration.EndSessionEndpoint))
            {
                return null;
            }
        }
        catch (InvalidOperationException e)
        {
            LogUnreachable(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ProviderSignOut)), e.Message);
            return null;
        }

        // The framework writes a redirect. Chromium would block it, because it answers a form (form-action): it becomes a page instead.
        await context.SignOutAsync(SingleSignOnSetup.Scheme, new AuthenticationProperties { RedirectUri = "/sign-in" });
        var address = context.Response.Headers.Location.ToString();
        context.Response.Headers.Location = default;
        context.Response.StatusCode = StatusCodes.Status200OK;
        return address;
    }

    [LoggerMessage(1, LogLevel.Warning, "The identity provider was not asked to sign somebody out: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string message);
}
