using System.Security.Claims;
using System.Threading.RateLimiting;
using FleetPortal.Configuration;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace FleetPortal.Authentication;

/// <summary>How people and scripts prove who they are: a cookie after sign-in, an API token, or an identity provider.</summary>
public static class PortalAuthentication
{
    /// <summary>The cookie of people.</summary>
    public const string CookieScheme = "FleetPortal";

    /// <summary>The identity provider.</summary>
    public const string OpenIdConnectScheme = "OpenIdConnect";

    /// <summary>Limits how often one address may try to sign in.</summary>
    public const string SignInRateLimit = "sign-in";

    // The provider decides about roles; how long a withdrawn one may still count here.
    private static readonly TimeSpan ProviderSession = TimeSpan.FromHours(2);

    private const int MinPasswordLength = 12;
    private const int SignInsPerMinute = 20;

    /// <summary>Registers sign-in.</summary>
    public static void AddPortalAuthentication(this IServiceCollection services, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.AddDataProtection().SetApplicationName("FleetPortal").PersistKeysToFleet();
        services.AddIdentityCore<Account>(options =>
        {
            // Length beats composition rules (NIST SP 800-63B §5.1.1.2).
            options.Password.RequiredLength = MinPasswordLength;
            options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
            options.Lockout.MaxFailedAccessAttempts = 5;
            options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
        }).AddFleetStores();
        services.AddSingleton<SetupLink>();
        services.AddScoped<LocalSignIn>();
        services.AddScoped<AuthenticationStateProvider, RevalidatingActorProvider>();
        services.AddCascadingAuthenticationState();

        var authentication = services.AddAuthentication(CookieScheme)
            .AddCookie(CookieScheme, options =>
            {
                options.Cookie.Name = "fleetportal";
                options.Cookie.HttpOnly = true;
                options.Cookie.SameSite = SameSiteMode.Lax;
                options.Cookie.SecurePolicy = settings.Portal.Scheme == "http" && !settings.BehindProxy ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
                options.ExpireTimeSpan = TimeSpan.FromHours(12);
                options.SlidingExpiration = true;
                options.LoginPath = "/sign-in";
                options.AccessDeniedPath = "/sign-in";
                options.ReturnUrlParameter = "returnUrl";
                options.Events.OnValidatePrincipal = ValidateAsync;
            })
            .AddScheme<AuthenticationSchemeOptions, ApiTokenHandler>(ApiTokenHandler.SchemeName, null);
        if (settings.OpenIdConnect is { } provider)
        {
            authentication.AddOpenIdConnect(OpenIdConnectScheme, options => Configure(options, provider));
        }

        services.AddAuthorizationBuilder().SetFallbackPolicy(null);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.AddPolicy(SignInRateLimit, context => RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new FixedWindowRateLimiterOptions { PermitLimit = SignInsPerMinute, Window = TimeSpan.FromMinutes(1) }));
        });
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdConnectSettings provider)
    {
        var loopback = new Uri(provider.Authority).IsLoopback;
        options.SignInScheme = CookieScheme;
        options.Authority = provider.Authority;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.ResponseType = "code";
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.RequireHttpsMetadata = !loopback;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.SaveTokens = false;
        options.CallbackPath = "/sign-in/oidc";
        options.ResponseMode = "query";
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.RoleClaimType = provider.RoleClaimType;
        options.Events.OnTokenValidated = context => MapRole(context, provider);
        options.Events.OnRemoteFailure = context =>
        {
            context.HandleResponse();
            context.Response.Redirect("/sign-in?failed=provider");
            return Task.CompletedTask;
        };
    }

    /// <summary>The highest role that the map gives; somebody without one is not let in.</summary>
    private static async Task MapRole(Microsoft.AspNetCore.Authentication.OpenIdConnect.TokenValidatedContext context, OpenIdConnectSettings provider)
    {
        var principal = context.Principal!;
        var roles = principal.FindAll(provider.RoleClaimType).Where(claim => provider.RoleMap.ContainsKey(claim.Value)).Select(claim => provider.RoleMap[claim.Value]).ToList();
        var name = principal.FindFirstValue("name") ?? principal.FindFirstValue("preferred_username") ?? principal.FindFirstValue("sub");
        if (roles.Count == 0 || string.IsNullOrEmpty(name))
        {
            context.HandleResponse();
            context.Response.Redirect("/sign-in?failed=role");
            return;
        }

        var actor = new Actor("openid", name, roles.Max());
        var end = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow() + ProviderSession;
        context.Principal = ActorClaims.PrincipalOf(actor, CookieScheme, end: end);
        await context.HttpContext.RequestServices.GetRequiredService<AccountQueries>().NoteAsync(actor, "account.signed-in", context.HttpContext.RequestAborted);
    }

    /// <summary>A cookie outlives neither its account, nor a change of password, nor a lost role.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (!await context.HttpContext.RequestServices.GetRequiredService<LocalSignIn>().IsCurrentAsync(context.Principal!))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieScheme);
        }
    }
}
