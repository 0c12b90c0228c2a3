using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>
/// Signs people out at the identity provider too (OpenID Connect RP-Initiated Logout 1.0). Otherwise the next click signs them in again.
/// </summary>
internal static partial class ProviderSignOut
{
    // The hint is stored in the session cookie, whose size is limited. Without a hint the provider asks the person.
    private const int MaxHint = 3000;

    /// <summary>Stores the ID token in the session cookie as the hint for the sign-out, if it is not too long.</summary>
    public static void Remember(AuthenticationProperties properties, string? idToken)
    {
        if (idToken is { Length: > 0 and <= MaxHint })
        {
            properties.StoreTokens([new AuthenticationToken { Name = OpenIdConnectParameterNames.IdToken, Value = idToken }]);
        }
    }

    /// <summary>
    /// Returns the provider's sign-out address. Null if the person did not sign in at the provider, the provider has no such address, or it
    /// cannot be reached. Call it before the session cookie is deleted.
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

        // The framework writes a redirect. Chromium would block it, because the CSP directive form-action also applies to a redirect after
        // a form. The caller shows a page with this address instead.
        await context.SignOutAsync(SingleSignOnSetup.Scheme, new AuthenticationProperties { RedirectUri = "/sign-in" });
        var address = context.Response.Headers.Location.ToString();
        context.Response.Headers.Location = default;
        context.Response.StatusCode = StatusCodes.Status200OK;
        return address;
    }

    [LoggerMessage(
        8103, LogLevel.Warning,
        "The portal signed a person out, but could not reach the identity provider to sign them out there: {Message}")]
    private static partial void LogUnreachable(ILogger logger, string message);
}
