using System.Security.Claims;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>Sign-in at an OpenID Connect provider: authorization code flow with PKCE, state and nonce.</summary>
public static partial class SingleSignOnSetup
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "OpenIdConnect";

    /// <summary>Where the provider sends people back to: the redirect URI to register there.</summary>
    public const string RedirectPath = "/sign-in/oidc";

    /// <summary>Where the provider sends people back to after they signed out: the post-logout redirect URI to register there.</summary>
    public const string SignedOutPath = "/sign-out/oidc";

    // The provider decides about roles; a role that it withdraws counts here no longer than this.
    private static readonly TimeSpan SessionTime = TimeSpan.FromHours(2);

    // Asymmetric signatures only. The framework lets "none" pass in the code flow (OpenID Connect Core §3.1.3.7 allows that); we do not.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Registers the provider's scheme, where one is set.</summary>
    public static void AddSingleSignOn(this AuthenticationBuilder authentication, PortalSettings settings)
    {
        ArgumentNullException.ThrowIfNull(authentication);
        ArgumentNullException.ThrowIfNull(settings);
        if (settings.OpenIdConnect is not { } provider)
        {
            return;
        }

        authentication.AddOpenIdConnect(Scheme, options =>
        {
            Configure(options, provider);
            Bind(options.CorrelationCookie, "-correlation.", settings);
            Bind(options.NonceCookie, "-nonce.", settings);
        });

        // After the framework's own step, which makes the back channel.
        authentication.Services.AddOptions<OpenIdConnectOptions>(Scheme).PostConfigure<ILogger<IssuerValidator>>((options, logger) =>
            options.ConfigurationManager = new ConfigurationManager<OpenIdConnectConfiguration>(
                options.MetadataAddress!,
                new OpenIdConnectConfigurationRetriever(),
                new HttpDocumentRetriever(options.Backchannel) { RequireHttps = options.RequireHttpsMetadata },
                new IssuerValidator(provider.Issuer, logger)));
    }

    private static void Bind(CookieBuilder cookie, string suffix, PortalSettings settings)
    {
        cookie.Name = PortalAuthentication.CookieName(suffix, settings);
        cookie.SecurePolicy = PortalAuthentication.CookieSecurity(settings);
        cookie.SameSite = SameSiteMode.Lax;
        cookie.Path = "/";
    }

    private static void Configure(OpenIdConnectOptions options, OpenIdConnectSettings provider)
    {
        options.SignInScheme = options.SignOutScheme = PortalAuthentication.CookieScheme;
        options.Authority = provider.Authority;
        options.ClientId = provider.ClientId;
        options.ClientSecret = provider.ClientSecret;
        options.Scope.Clear();
        foreach (var scope in provider.Scopes)
        {
            options.Scope.Add(scope);
        }

        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.RequireHttpsMetadata = !new Uri(provider.Authority).IsLoopback;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.SaveTokens = false;
        options.CallbackPath = RedirectPath;
        options.SignedOutCallbackPath = SignedOutPath;
        options.RemoteSignOutPath = PathString.Empty;
        options.TokenValidationParameters.NameClaimType = "name";
        options.TokenValidationParameters.RoleClaimType = provider.RoleClaimType;
        options.TokenValidationParameters.ValidAlgorithms = Algorithms;
        options.Events.OnTokenValidated = context => AdmitAsync(context, provider);
        options.Events.OnRedirectToIdentityProviderForSignOut = context =>
        {
            // For a provider that got no id_token_hint (OpenID Connect RP-Initiated Logout 1.0 §2).
            context.ProtocolMessage.ClientId = provider.ClientId;
            return Task.CompletedTask;
        };
        options.Events.OnAccessDenied = context => Leave(context, "denied");
        options.Events.OnRemoteFailure = context => Leave(context, "provider");
    }

    /// <summary>Signs in whoever the map gives a role, as the person that issuer and subject name.</summary>
    private static async Task AdmitAsync(TokenValidatedContext context, OpenIdConnectSettings provider)
    {
        var services = context.HttpContext.RequestServices;
        if (!Algorithms.Contains(context.SecurityToken.SignatureAlgorithm, StringComparer.Ordinal))
        {
            context.Fail($"The ID token is signed by {context.SecurityToken.SignatureAlgorithm}, which is not taken.");
            return;
        }

        if (ProviderPerson.Find(context.Principal!) is not { } person)
        {
            context.Fail("The ID token names no subject of 1 to 255 characters.");
            return;
        }

        if (provider.RoleOf(context.Principal!.FindAll(provider.RoleClaimType).Select(claim => claim.Value)) is not { } role)
        {
            var sent = string.Join(", ", context.Principal!.FindAll(provider.RoleClaimType).Select(claim => claim.Value).Take(20));
            LogNoRole(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SingleSignOnSetup)), person.Id, provider.RoleClaimType, sent.Length > 0 ? sent : "nothing");
            context.HandleResponse();
            context.Response.Redirect("/sign-in?failed=role");
            return;
        }

        var actor = new Actor(ActorKinds.OpenId, person.Name, role) { Id = person.Id };
        context.Principal = await services.GetRequiredService<PersonSessions>().StartAsync(context.HttpContext, actor, SignInMethod.Provider, SessionTime);
        ProviderSignOut.Remember(context.Properties!, context.TokenEndpointResponse?.IdToken);
    }

    private static Task Leave<T>(HandleRequestContext<T> context, string why)
        where T : AuthenticationSchemeOptions
    {
        context.HandleResponse();
        context.Response.Redirect($"/sign-in?failed={why}");
        return Task.CompletedTask;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Person} signed in at the identity provider but has no role here: the claim {Claim} holds {Roles}. See Authentication:OpenIdConnect:RoleMap")]
    private static partial void LogNoRole(ILogger logger, string person, string claim, string roles);
}
