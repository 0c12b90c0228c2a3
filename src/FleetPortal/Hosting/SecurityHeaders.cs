using System.Buffers.Text;
using System.Security.Cryptography;

namespace FleetPortal.Hosting;

/// <summary>
/// What browsers may do with our pages: load from here alone, no frames, no inline scripts but those that carry this
/// request's nonce. MudBlazor sets inline styles, hence 'unsafe-inline' for those. base-uri cannot be 'none': Blazor needs
/// <c>&lt;base href="/"&gt;</c> to find its scripts and its connection from every page; 'self' lets it point nowhere else.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next)
{
    /// <summary>The reader of the API's description.</summary>
    public const string ApiReaderPath = "/api-docs";

    private const string NonceKey = "csp-nonce";
    private const int NonceOctets = 16;

    /// <summary>The nonce of this request's scripts.</summary>
    public static string NonceOf(HttpContext context) => (string)context.Items[NonceKey]!;

    /// <summary>Sets the headers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(NonceOctets));
        context.Items[NonceKey] = nonce;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
            + "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        return next(context);
    }
}
