using System.Buffers;
using System.Globalization;
using FleetPortal.Fleet.Publication;
using FleetPortal.Pki.Ocsp;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Publication;

/// <summary>
/// Serves OCSP over HTTP (RFC 6960 appendix A, RFC 5019 for caches). It is called by whole fleets without authentication. For speed it runs
/// before routing, authentication and the security headers of pages.
/// </summary>
public sealed class OcspHttpHandler(OcspService ocsp, TimeProvider time)
{
    /// <summary>The path of POST. A GET has the encoded request after this path.</summary>
    public const string Path = "/pki/ocsp";

    private const long MaxCachedSeconds = 60;
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";

    /// <summary>Answers a request. The path of the request is the part after <see cref="Path"/>.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (HttpMethods.IsPost(context.Request.Method))
        {
            return PostAsync(context);
        }

        if (IsRead(context.Request) && context.Request.Path.Value is ['/', _, ..] path)
        {
            return SendAsync(context, Get(path[1..]));
        }

        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = "GET, HEAD, POST";
        return Task.CompletedTask;
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>Decodes the request of a GET: base64 of the DER, escaped for a URL. Some clients do not escape + and /.</summary>
    private OcspReply Get(string request)
    {
        var text = Uri.UnescapeDataString(request);
        var octets = new byte[OcspQuestion.MaxLength];
        return text.Length <= OcspQuestion.MaxLength && Convert.TryFromBase64String(text, octets, out var length)
            ? ocsp.Answer(octets.AsMemory(0, length)) : OcspReply.Malformed;
    }

    private async Task PostAsync(HttpContext context)
    {
        if (context.Request.ContentType is not { } type || !type.StartsWith(RequestType, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        if (context.Request.ContentLength > OcspQuestion.MaxLength)
        {
            // Answer with a status instead of an OCSP response: a client that sent Expect: 100-continue would take a response as permission
            // to send the body.
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        await SendAsync(context, await ReadAsync(context));
    }

    /// <summary>Reads the body of a POST, but stops as soon as it is longer than allowed.</summary>
    private async Task<OcspReply> ReadAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        var read = await body.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted && read.Buffer.Length <= OcspQuestion.MaxLength)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(context.RequestAborted);
        }

        var reply = read.Buffer.Length > OcspQuestion.MaxLength
            ? OcspReply.Malformed : ocsp.Answer(read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray());
        body.AdvanceTo(read.Buffer.End);
        return reply;
    }

    private async Task SendAsync(HttpContext context, OcspReply reply)
    {
        var response = context.Response;
        response.Headers.CacheControl = CachingOf(context.Request, reply);
        response.Headers.XContentTypeOptions = "nosniff";
        if (IsRead(context.Request) && reply.NextUpdate is not null)
        {
            var tag = $"\"{DeviceFiles.TagOf(reply.Der)}\"";
            response.Headers.ETag = tag;
            if (context.Request.Headers.IfNoneMatch is { Count: > 0 } known && known.ToString().Contains(tag, StringComparison.Ordinal))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }
        }

        response.ContentType = ResponseType;
        response.ContentLength = reply.Der.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(reply.Der, context.RequestAborted);
        }
    }

    /// <summary>
    /// Returns the Cache-Control header. A cache may use a response without a nonce (RFC 5019 §6.2), but only for a minute, so that a
    /// revocation is known soon.
    /// </summary>
    private string CachingOf(HttpRequest request, OcspReply reply)
    {
        if (reply.NextUpdate is not { } end || !IsRead(request))
        {
            return CacheControlHeaderValue.NoStoreString;
        }

        var age = Math.Clamp((long)(end - time.GetUtcNow()).TotalSeconds, 0, MaxCachedSeconds);
        return string.Create(CultureInfo.InvariantCulture, $"max-age={age}, public, no-transform, must-revalidate");
    }
}
