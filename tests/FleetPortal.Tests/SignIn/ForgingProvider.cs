using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Tests.SignIn;

/// <summary>A provider written by hand, so that it can say what a real one does not.</summary>
internal sealed class ForgingProvider : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;
    private string _nonce = "";

    private ForgingProvider(WebApplication app)
    {
        _app = app;
        app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = DescribedIssuer ?? Address,
            authorization_endpoint = $"{Address}/authorize",
            token_endpoint = $"{Address}/token",
            jwks_uri = $"{Address}/keys",
        }));
        app.MapGet("/keys", () =>
        {
            var parameters = _key.ExportParameters(false);
            return Results.Json(new { keys = new[] { new { kty = "RSA", kid = "1", use = "sig",
                alg = "RS256", n = Base64Url.EncodeToString(parameters.Modulus), e = Base64Url.EncodeToString(parameters.Exponent) } } });
        });
        app.MapGet("/authorize", (string redirect_uri, string state, string nonce) =>
        {
            _nonce = nonce;
            return Results.Redirect($"{redirect_uri}?code=1&state={Uri.EscapeDataString(state)}");
        });
        app.MapPost("/token", () => Results.Json(new { access_token = "1", token_type = "Bearer", id_token = IdToken() }));
    }

    public string Address => _app.Urls.Single();

    public bool Unsigned { get; set; }

    public bool SignedBySecret { get; set; }

    public string? DescribedIssuer { get; set; }

    public string? TokenIssuer { get; set; }

    public string Subject { get; set; } = "1";

    public string Name { get; set; } = "Grace";

    public static async Task<ForgingProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new ForgingProvider(builder.Build());
        await provider._app.StartAsync();
        return provider;
    }

    /// <summary>The settings of a portal that uses this provider.</summary>
    public string[] Settings(params string[] more) =>
        [$"--Authentication:OpenIdConnect:Authority={Address}", "--Authentication:OpenIdConnect:ClientId=portal",
            "--Authentication:OpenIdConnect:ClientSecret=a secret that is long enough for HMAC", .. more];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private string IdToken()
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var header = Unsigned ? """{"alg":"none"}""" : SignedBySecret ? """{"alg":"HS256"}""" : """{"alg":"RS256","kid":"1"}""";
        var claims = JsonSerializer.Serialize(new { iss = TokenIssuer ?? Address,
            sub = Subject, aud = "portal", nonce = _nonce, iat = now, exp = now + 300, name = Name, role = "viewer" });
        var signed =
            $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        var octets = Encoding.ASCII.GetBytes(signed);
        var signature = Unsigned ? []
            : SignedBySecret ? HMACSHA256.HashData(Encoding.ASCII.GetBytes("a secret that is long enough for HMAC"), octets)
            : _key.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }
}
