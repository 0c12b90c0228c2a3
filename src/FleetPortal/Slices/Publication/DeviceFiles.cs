using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using FleetPortal.Hosting;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Slices.Publication;

/// <summary>
/// What devices, their tools and caches fetch over HTTP without signing in: CRLs, certificates, EST's GET addresses. GET and HEAD (RFC 9110 §9.1), with
/// ETag, Last-Modified, Cache-Control and Expires, and 304 to a conditional request (RFC 9110 §13, RFC 9111 §5).
/// </summary>
public sealed class DeviceFiles(TimeProvider time)
{
    /// <summary>How long a cache may keep a CRL without asking: as long as an OCSP answer. A revocation must be known soon.</summary>
    public static readonly TimeSpan OfStatus = TimeSpan.FromMinutes(1);

    /// <summary>How long a cache may keep certificates of authorities.</summary>
    public static readonly TimeSpan OfCertificates = TimeSpan.FromHours(1);

    // The last octets of a signed file are its signature, which differs whenever anything in it does: a CRL of 40 MB is not hashed for each request.
    private const int Tail = 1024;
    private const int TagDigits = 32;
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Writing = [HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete];

    // Bounded by the files that exist: those that are not found are not remembered.
    private readonly ConcurrentDictionary<string, Seen> _seen = new(StringComparer.Ordinal);

    /// <summary>Maps GET and HEAD; every other method gets 405, not the page for unknown addresses.</summary>
    public static RouteHandlerBuilder Map(IEndpointRouteBuilder routes, string pattern, Delegate handler)
    {
        routes.MapMethods(pattern, Writing, (HttpContext context) => NotAllowed(context, "GET, HEAD")).ExcludeFromDescription();
        return routes.MapMethods(pattern, Reading, handler);
    }

    /// <summary>Maps POST; every other method gets 405.</summary>
    public static RouteHandlerBuilder MapPost(IEndpointRouteBuilder routes, string pattern, Delegate handler)
    {
        routes.MapMethods(pattern, [.. Reading, .. Writing.Except([HttpMethods.Post])], (HttpContext context) => NotAllowed(context, "POST")).ExcludeFromDescription();
        return routes.MapPost(pattern, handler);
    }

    /// <summary>Answers with a file, or 304 where the client has it.</summary>
    /// <param name="keep">For how long a cache may keep it without asking again.</param>
    /// <param name="until">When the file itself ends, or null: no cache keeps it longer.</param>
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
        return Results.Bytes(content, contentType, entityTag: new EntityTagHeaderValue($"\"{tag}\""), lastModified: LastModified(context.Request.Path, tag, now));
    }

    /// <summary>A strong validator.</summary>
    internal static string TagOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content.Length > Tail ? content[^Tail..] : content))[..TagDigits];

    /// <summary>
    /// The second in which this content was first answered since the start. Of content that has changed it is the first second after that, once it is over:
    /// two versions must not share a date, not even for a client that goes by its own clock (RFC 9110 §8.8.2.2).
    /// </summary>
    private DateTimeOffset? LastModified(string path, string tag, DateTimeOffset now)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var seen = _seen.AddOrUpdate(path, _ => new Seen(tag, second), (_, before) => before.Tag == tag ? before : new Seen(tag, second.AddSeconds(1)));
        return seen.At <= now ? seen.At : null;
    }

    private static IResult NotAllowed(HttpContext context, string allow)
    {
        context.Response.Headers.Allow = allow;
        return Results.StatusCode(StatusCodes.Status405MethodNotAllowed);
    }

    private sealed record Seen(string Tag, DateTimeOffset At);
}
