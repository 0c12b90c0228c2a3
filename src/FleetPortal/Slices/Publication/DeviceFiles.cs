using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Publication;

/// <summary>
/// Serves files that devices and caches fetch over HTTP without authentication: CRLs, certificates and the GET paths of EST. It answers GET
/// and HEAD (RFC 9110 §9.1) with ETag, Last-Modified, Cache-Control and Expires, and conditional requests with 304 (RFC 9110 §13, RFC 9111
/// §5).
/// </summary>
public sealed class DeviceFiles(TimeProvider time)
{
    /// <summary>
    /// How long a cache may use a CRL without asking again. It is as short as that of an OCSP response, so that a revocation is known soon.
    /// </summary>
    public static readonly TimeSpan OfStatus = TimeSpan.FromMinutes(1);

    /// <summary>How long a cache may use certificates of authorities without asking again.</summary>
    public static readonly TimeSpan OfCertificates = TimeSpan.FromHours(1);

    // A signed file ends with its signature, which changes with any content. Hashing only the end avoids hashing 40 MB for each request of
    // a CRL.
    private const int Tail = 1024;
    private const int TagDigits = 32;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Writing = [HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    // One entry for each existing file: a path that is not found gets no entry.
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>Maps GET and HEAD. Every other method is answered with 405 instead of the page for unknown addresses.</summary>
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string pattern, Delegate handler)
    {
        routes.MapMethods(pattern, Writing, (HttpContext context) => NotAllowed(context, "GET, HEAD")).ExcludeFromDescription();
        return routes.MapMethods(pattern, Reading, handler);
    }

    /// <summary>Maps POST. Every other method is answered with 405.</summary>
    public static RouteHandlerBuilder MapPost(IEndpointRouteBuilder routes, string pattern, Delegate handler)
    {
        routes.MapMethods(pattern, [.. Reading, .. Writing.Except([HttpMethods.Post])],
            (HttpContext context) => NotAllowed(context, "POST")).ExcludeFromDescription();
        return routes.MapPost(pattern, handler);
    }

    /// <summary>Answers with a file, or with 304 if the client has the current version.</summary>
    /// <param name="context">The request.</param>
    /// <param name="content">The content of the file.</param>
    /// <param name="contentType">The media type of the file.</param>
    /// <param name="keep">How long a cache may use the file without asking again.</param>
    /// <param name="until">When the file expires, or null. No cache may use it longer.</param>
    public IResult Answer(HttpContext context, byte[] content, string contentType, TimeSpan keep, DateTimeOffset? until = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(content);
        var now = time.GetUtcNow();
        var seconds = (long)Math.Max(0, Math.Min(keep.TotalSeconds, until is { } end ? (end - now).TotalSeconds : double.MaxValue));
        var headers = context.Response.Headers;
        headers.CacheControl = string.Create(CultureInfo.InvariantCulture, $"public, max-age={seconds}, must-revalidate, no-transform");
        headers.Expires = HeaderUtilities.FormatDate(now.AddSeconds(seconds));
        var tag = TagOf(content);
        return Results.Bytes(content,
            contentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""), lastModified: LastModified(context.Request.Path, tag, now));
    }

    /// <summary>Returns a strong entity tag of the content, without quotes.</summary>
    internal static string TagOf(ReadOnlySpan<byte> content) =>
        Convert.ToHexStringLower(SHA256.HashData(content.Length > Tail ? content[^Tail..] : content))[..TagDigits];

    /// <summary>
    /// Returns the second in which this content was first served since the start. After a change of the content it returns the next second,
    /// and null until that second has come, because two versions must not have the same date (RFC 9110 §8.8.2.2).
    /// </summary>
    private DateTimeOffset? LastModified(string path, string tag, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var seen = _seen.AddOrUpdate(path,
            _ => new Seen(tag, second), (_, before) => before.Tag == tag ? before : new Seen(tag, second.AddSeconds(1)));
        return seen.At <= now ? seen.At : null;
    }

    private static IResult NotAllowed(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private sealed record Seen(string Tag, DateTimeOffset At);
}
