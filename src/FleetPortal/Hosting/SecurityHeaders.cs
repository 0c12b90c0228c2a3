using System.Buffers.Text;
using System.Security.Cryptography;

namespace FleetPortal.Hosting;

/// <summary>
/// Sets the security headers of every response. The Content-Security-Policy allows resources from this origin only, no frames, and inline
/// scripts only with the nonce of this request. Inline styles are allowed, because MudBlazor sets them. base-uri is 'self' instead of
/// 'none', because Blazor needs <c>&lt;base href="/"&gt;</c> to find its scripts and its hub.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>The path of the page that shows the OpenAPI document.</summary>
    public const string ApiReaderPath = "/api-docs";

    private const string NonceKey = "csp-nonce";
    private const int NonceOctets = 16;

    /// <summary>Returns the nonce that inline scripts of this request must have.</summary>
    public static string NonceOf(HttpContext context) => (string)context.Items[NonceKey]!;

    /// <summary>Sets the headers and calls the next middleware.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceOctets));
        context.Items[NonceKey] = nonce;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy =
            $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
