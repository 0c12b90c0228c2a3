using System.Globalization;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Pki.Ocsp;

namespace FleetPortal.Api;

/// <summary>CRL and OCSP over HTTP (RFC 5280 §4.2.1.13, RFC 6960 appendix A, RFC 5019 for caches).</summary>
internal static class RevocationEndpoints
{
    private const long MaxCachedSeconds = 60;
    private const string CrlType = "application/pkix-crl";
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";

    /// <summary><c>issuing-1</c> is the authority's complete CRL, <c>issuing-1-0</c> the first part of it.</summary>
    public static async Task<IResult> CrlAsync(string name, CrlPublisher parts, CompleteCrl complete, CancellationToken cancellationToken)
    {
        var dash = name.LastIndexOf('-');
        var der = await complete.FindAsync(name, cancellationToken)
            ?? (dash > 0 && int.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shard) ? await parts.FindAsync(name[..dash], shard, cancellationToken) : null);
        return der is null ? Results.NotFound() : Results.Bytes(der, CrlType);
    }

    /// <summary>The request is base64 of the DER, escaped for a URL; some clients leave + and / as they are.</summary>
    public static IResult OcspGet(string request, OcspService ocsp, HttpContext context, TimeProvider time)
    {
        var octets = new byte[OcspQuestion.MaxLength];
        var text = Uri.UnescapeDataString(request);
        return text.Length <= OcspQuestion.MaxLength && Convert.TryFromBase64String(text, octets, out var length)
            ? Answer(ocsp.Answer(octets.AsMemory(0, length)), context, time)
            : Results.Bytes(OcspAnswer.Malformed, ResponseType);
    }

    public static async Task<IResult> OcspPostAsync(OcspService ocsp, HttpContext context, TimeProvider time)
    {
        if (context.Request.ContentType is not { } type || !type.StartsWith(RequestType, StringComparison.OrdinalIgnoreCase))
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        // One octet more than allowed is enough to know that it is too long; the rest is not read.
        var octets = new byte[OcspQuestion.MaxLength + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, context.RequestAborted);
        return Answer(ocsp.Answer(octets.AsMemory(0, length)), context, time);
    }

    private static IResult Answer(OcspReply reply, HttpContext context, TimeProvider time)
    {
        // A cache may keep what is not an answer to somebody's nonce (RFC 5019 §6.2), but not for long: a revocation is to be known at once.
        if (reply.NextUpdate is { } end && HttpMethods.IsGet(context.Request.Method))
        {
            var age = Math.Clamp((long)(end - time.GetUtcNow()).TotalSeconds, 0, MaxCachedSeconds);
            context.Response.Headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"max-age={age}, public, no-transform, must-revalidate");
        }
        else
        {
            context.Response.Headers.CacheControl = "no-store";
        }

        return Results.Bytes(reply.Der, ResponseType);
    }
}
