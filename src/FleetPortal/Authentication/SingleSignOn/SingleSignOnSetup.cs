using FleetPortal.Configuration;
using FleetPortal.Fleet.Access;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace FleetPortal.Authentication.SingleSignOn;

/// <summary>Configures sign-in at an OpenID Connect provider: authorization code flow with PKCE, state and nonce.</summary>
public static partial class SingleSignOnSetup
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string Scheme = "OpenIdConnect";

    /// <summary>The path of the redirect URI, to be registered at the provider.</summary>
    public const string RedirectPath = "/sign-in/oidc";

    /// <summary>The path of the post-logout redirect URI, to be registered at the provider.</summary>
    public const string SignedOutPath = "/sign-out/oidc";

    // The provider assigns roles. The portal reads them at sign-in, so a role that the provider withdraws ends here after this time.
    private static readonly TimeSpan SessionTime = TimeSpan.FromHours(2);

    // Accept asymmetric signatures only. The framework accepts "none" in the code flow, as OpenID Connect Core §3.1.3.7 allows.
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>Registers the authentication scheme of the provider, if one is configured.</summary>
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

        // PostConfigure runs after the framework's own step, which creates the back channel.
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
            // A provider that gets no id_token_hint needs the client id (OpenID Connect RP-Initiated Logout 1.0 §2).
            context.ProtocolMessage.ClientId = provider.ClientId;
            return Task.CompletedTask;
        };
        options.Events.OnAccessDenied = context => Leave(context, "denied");
        options.Events.OnRemoteFailure = context => Leave(context, "provider");
    }

    /// <summary>Starts a session for the person of the ID token if RoleMap gives them a role, and refuses the sign-in otherwise.</summary>
    private static async Task AdmitAsync(TokenValidatedContext context, OpenIdConnectSettings provider)
    {
        var services = context.HttpContext.RequestServices;
        if (!Algorithms.Contains(context.SecurityToken.SignatureAlgorithm, StringComparer.Ordinal))
        {
            context.Fail($"The ID token is signed by {context.SecurityToken.SignatureAlgorithm}, which the portal does not accept.");
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
            LogNoRole(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(SingleSignOnSetup)),
                person.Id, provider.RoleClaimType, sent.Length > 0 ? sent : "nothing");
            context.HandleResponse();
            context.Response.Redirect("/sign-in?failed=role");
            return;
        }

        var actor = new Actor(ActorKinds.OpenId, person.Name, role) { Id = person.Id };
        context.Principal = await services.GetRequiredService<PersonSessions>()
            .StartAsync(context.HttpContext, actor, SignInMethod.Provider, SessionTime);
        ProviderSignOut.Remember(context.Properties!, context.TokenEndpointResponse?.IdToken);
    }

    private static Task Leave<T>(HandleRequestContext<T> context, string why)
        where T : AuthenticationSchemeOptions
    {
        context.HandleResponse();
        context.Response.Redirect($"/sign-in?failed={why}");
        return Task.CompletedTask;
    }

    [LoggerMessage(
        8104, LogLevel.Warning,
        "The portal refused the sign-in of {Person}: the claim {Claim} contains {Roles}, which gives no role. Check "
        + "Authentication:OpenIdConnect:RoleMap.")]
    private static partial void LogNoRole(ILogger logger, string person, string claim, string roles);
}
