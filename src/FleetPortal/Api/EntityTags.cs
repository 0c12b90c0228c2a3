using System.Globalization;
using FleetPortal.Fleet.Kernel;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Api;

/// <summary>ETag and If-Match (RFC 9110 §8.8.3, §13.1.1) for objects that have a version.</summary>
internal static class EntityTags
{
    /// <summary>Sets the ETag of an answer.</summary>
    public static void Set(HttpContext context, long version) => context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The version that a change is made to, from If-Match and from the body; null where the caller named none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="current">The version now. A change that comes between reading it and writing is found by the use case.</param>
    /// <param name="inBody">The version of the body, or null.</param>
    /// <exception cref="FleetError"><c>version-mismatch</c> (412), <c>if-match-invalid</c>.</exception>
    public static long? Expected(HttpContext context, long current, long? inBody)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return inBody;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header.OfType<string>().ToList(), out var tags))
        {
            throw new FleetError(RequestErrors.IfMatchInvalid, [new Fault("If-Match", "Send the ETag of the answer before, in quotes, or *.")]);
        }

        // A weak tag never matches here (RFC 9110 §13.1.1).
        var matches = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || (!tag.IsWeak && tag.Tag == string.Create(CultureInfo.InvariantCulture, $"\"{current}\"")));
        return matches && (inBody is null || inBody == current)
            ? current
            : throw new FleetError(FleetErrorKind.VersionMismatch, CommonErrors.VersionMismatch, $"It has changed since you read it: the version is {current}. Read it again.");
    }
}
