using System.Threading.RateLimiting;
using FleetPortal.Authentication.SingleSignOn;
using FleetPortal.Configuration;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;

namespace FleetPortal.Authentication;

/// <summary>Registers authentication: session cookies for people, API tokens for scripts, and single sign-on if it is configured.</summary>
public static class PortalAuthentication
{
    /// <summary>The authentication scheme of the session cookie.</summary>
    public const string CookieScheme = "FleetPortal";

    /// <summary>The name of the policy that limits sign-ins of one address to 20 in a minute.</summary>
    public const string SignInRateLimit = "sign-in";

    private const int SignInsPerMinute = 20;

    /// <summary>Registers the services of sign-in, sessions, API tokens and rate limits.</summary>
    public static void AddPortalAuthentication(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddDataProtection().SetApplicationName("FleetPortal").PersistKeysToFleet();
        services.AddIdentityCore<Account>().AddFleetStores();
        services.AddPasskeys();
        services.AddSingleton<SignInCookies>();
        services.AddSingleton<AccessLog>();
        services.AddSingleton<SetupLink>();
        services.AddSingleton<LocalSignIn>();
        services.AddSingleton<PersonSessions>();
        services.AddScoped<CircuitHandler, SessionActivity>();
        services.AddUpkeep<AccessLog>("access-log", TimeSpan.FromSeconds(1), (log, _) =>
        {
            log.Flush();
            return Task.CompletedTask;
        });
        services.AddScoped<AuthenticationStateProvider, RevalidatingActorProvider>();
        services.AddCascadingAuthenticationState();

        var authentication = services.AddAuthentication(CookieScheme)
            .AddCookie(CookieScheme, options =>
            {
                options.Cookie.Name = CookieName("", settings);
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = CookieSecurity(settings);
                options.ExpireTimeSpan = settings.Sessions.Longest;
                options.SlidingExpiration = false;
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnValidatePrincipal = PersonSessions.ValidateAsync;
            })
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.SchemeName, null);
        authentication.AddSingleSignOn(settings);

        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = CookieName("-form", settings);
            options.Cookie.SecurePolicy = CookieSecurity(settings);
        });
        services.AddAuthorizationBuilder().SetFallbackPolicy(null);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = (context, _) =>
            {
                context.HttpContext.RequestServices.GetRequiredService<AccessLog>().Refused(
                    "a sign-in because this address exceeded 20 in a minute", context.HttpContext.Connection.RemoteIpAddress?.ToString());
                return ValueTask.CompletedTask;
            };
            limiter.AddPolicy(SignInRateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                SourceOf(context), _ =>
                    new FixedWindowRateLimiterOptions { PermitLimit = SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    /// <summary>
    /// Returns the name of a cookie. Over TLS it has the prefix <c>__Host-</c>, for which browsers require Secure, no Domain and the root
    /// path (RFC 6265bis §4.1.3.2).
    /// </summary>
    internal static string CookieName(
        string suffix, PortalSettings settings) => $"{(settings.PagesOverTls ? "__Host-" : "")}fleetportal{suffix}";

    /// <summary>
    /// Returns the source to which rate limits count a request: its IPv4 address, or the /64 network of its IPv6 address.
    /// </summary>
    internal static string SourceOf(HttpContext context) => context.Connection.RemoteIpAddress is { } address
        ? RemoteSource.Of(address).ToString() : "";

    internal static CookieSecurePolicy CookieSecurity(PortalSettings settings) => settings.PagesOverTls
        ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
}
