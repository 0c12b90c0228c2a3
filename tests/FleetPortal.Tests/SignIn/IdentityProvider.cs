using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace FleetPortal.Tests.SignIn;

/// <summary>A real OpenID Connect provider, OpenIddict, that signs in the current person without asking.</summary>
internal sealed class IdentityProvider : IAsyncDisposable
{
    private WebApplication _app = null!;

    private IdentityProvider()
    {
    }

    /// <summary>By a name, so that it is another site than the portal at 127.0.0.1 in a browser's eyes.</summary>
    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()
        .Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

    /// <summary>Who is signed in there.</summary>
    public required ProvidedPerson Person { get; set; }

    /// <summary>What the last sign-in asked for.</summary>
    public IReadOnlyList<string> AskedScopes { get; private set; } = [];

    /// <summary>The prompt of the last sign-in.</summary>
    public string? AskedPrompt { get; private set; }

    /// <summary>How often somebody was signed out, and told by which ID token.</summary>
    public int SignOuts { get; private set; }

    /// <summary>The settings of a portal that uses this provider.</summary>
    public string[] Settings(params string[] more) =>
        [$"--Authentication:OpenIdConnect:Authority={Address}",
            "--Authentication:OpenIdConnect:ClientId=portal", "--Authentication:OpenIdConnect:ClientSecret=secret", .. more];

    public static Task<IdentityProvider> StartAsync(string name, string role) => StartAsync(new ProvidedPerson("1", name, role));

    public static async Task<IdentityProvider> StartAsync(ProvidedPerson person)
    {
        var provider = new IdentityProvider { Person = person };
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAuthentication();
        builder.Services.AddOpenIddict().AddServer(provider.Configure);
        provider._app = builder.Build();
        provider._app.UseRouting();
        provider._app.UseAuthentication();
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private void Configure(OpenIddictServerBuilder options)
    {
        options.SetAuthorizationEndpointUris("connect/authorize")
            .SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/end-session");
        options.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
        options.RegisterScopes(OpenIddictConstants.Scopes.OpenId,
            OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.Email, "groups");
        options.AddEphemeralEncryptionKey().AddEphemeralSigningKey().EnableDegradedMode();
        options.UseAspNetCore().DisableTransportSecurityRequirement();
        options.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientId != "portal")
            {
                context.Reject(OpenIddictConstants.Errors.InvalidClient);
            }

            return default;
        }));
        options.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.ClientSecret != "secret")
            {
                context.Reject(OpenIddictConstants.Errors.InvalidClient);
            }

            return default;
        }));
        options.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(SignIn));
        options.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            if (context.Request.IdTokenHint is null || context.ClientId != "portal")
            {
                context.Reject(OpenIddictConstants.Errors.InvalidRequest);
            }

            return default;
        }));
        options.AddEventHandler<HandleEndSessionRequestContext>(handler => handler.UseInlineHandler(context =>
        {
            SignOuts++;
            context.SignOut();
            return default;
        }));
    }

    private ValueTask SignIn(HandleAuthorizationRequestContext context)
    {
        (AskedScopes, AskedPrompt) = ([.. context.Request.GetScopes()], context.Request.Prompt);
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType,
            OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, Person.Subject).SetClaim(OpenIddictConstants.Claims.Name, Person.Name)
            .SetClaims(OpenIddictConstants.Claims.Role, [.. Person.Roles]);
        identity.SetScopes(context.Request.GetScopes()).SetDestinations(_ => [OpenIddictConstants.Destinations.IdentityToken]);
        context.SignIn(new ClaimsPrincipal(identity));
        return default;
    }
}

/// <summary>Somebody whom the provider knows.</summary>
internal sealed record ProvidedPerson(string Subject, string Name, params string[] Roles);
