using System.Buffers;
using System.Globalization;
using FleetPortal.Fleet.Publication;
using FleetPortal.Hosting;
using FleetPortal.Pki.Ocsp;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Publication;

/// <summary>
/// OCSP over HTTP (RFC 6960 appendix A, RFC 5019 for caches). Whole fleets ask, and nobody signs in for them: it answers before
/// routing, and before anything that looks at who asks or says what a browser may do with a page.
/// </summary>
public sealed class OcspHttpHandler(OcspService ocsp, TimeProvider time)
{
    /// <summary>Where it answers: by POST here, by GET with the request behind it.</summary>
    public const string Path = "/pki/ocsp";

    private const long MaxCachedSeconds = 60;
    private const string RequestType = "application/ocsp-request";
    private const string ResponseType = "application/ocsp-response";

    /// <summary>Answers; the path is what follows <see cref="Path"/>.</summary>
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

    /// <summary>The request is base64 of the DER, escaped for a URL; some clients leave + and / as they are.</summary>
    private OcspReply Get(string request)
    {
        var text = Uri.UnescapeDataString(request);
        var octets = new byte[OcspQuestion.MaxLength];
        return text.Length <= OcspQuestion.MaxLength && Convert.TryFromBase64String(text, octets, out var length) ? ocsp.Answer(octets.AsMemory(0, length)) : OcspReply.Malformed;
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
            // Not with an OCSP answer: a client that asked first whether it may send would take that for a yes.
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        await SendAsync(context, await ReadAsync(context));
    }

    /// <summary>One octet more than allowed is enough to know that a request is too long; the rest is not read.</summary>
    private async Task<OcspReply> ReadAsync(HttpContext context)
    {
        var body = context.Request.BodyReader;
        var read = await body.ReadAsync(context.RequestAborted);
        while (!read.IsCompleted && read.Buffer.Length <= OcspQuestion.MaxLength)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(context.RequestAborted);
        }

        var reply = read.Buffer.Length > OcspQuestion.MaxLength ? OcspReply.Malformed : ocsp.Answer(read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray());
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

    /// <summary>A cache may keep what is not an answer to somebody's nonce (RFC 5019 §6.2), but not for long: a revocation is to be known at once.</summary>
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
