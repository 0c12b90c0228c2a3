using System.Text.Encodings.Web;
using FleetPortal.Fleet.Access;
using FleetPortal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FleetPortal.Authentication;

/// <summary>Authenticates API requests by the token in the header <c>Authorization: Bearer fp_…</c> (RFC 6750 §2.1).</summary>
public sealed class ApiTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ApiTokens tokens, AccessLog log)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the authentication scheme.</summary>
    public const string SchemeName = "ApiToken";

    private const string Prefix = "Bearer ";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.AuthenticateAsync(header[Prefix.Length..].Trim(), Context.RequestAborted) is { } actor)
        {
            return AuthenticateResult.Success(new AuthenticationTicket(ActorClaims.PrincipalOf(actor
                with { RemoteAddress = Context.Connection.RemoteIpAddress?.ToString() }, SchemeName), SchemeName));
        }

        // NoResult, not Fail: for Fail the framework writes one log line per request, without the address and without a limit.
        log.Refused("an API token that is unknown, expired or revoked", Context.Connection.RemoteIpAddress?.ToString());
        return AuthenticateResult.NoResult();
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
