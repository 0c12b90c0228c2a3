using System.Globalization;
using FleetPortal.Fleet.Kernel;
using Microsoft.Net.Http.Headers;

namespace FleetPortal.Api;

/// <summary>Writes ETag and reads If-Match (RFC 9110 §8.8.3, §13.1.1) for objects with a version.</summary>
internal static class EntityTags
{
    /// <summary>Sets the ETag header of the response to the version in quotes.</summary>
    public static void Set(
        HttpContext context, long version) => context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>Returns the version that a change expects, from If-Match and from the body. Null if the caller named none.</summary>
    /// <param name="context">The request.</param>
    /// <param name="current">The current version. The use case checks it again in its transaction.</param>
    /// <param name="inBody">The version in the body, or null.</param>
    /// <exception cref="FleetError">
    /// <c>version-mismatch</c> (412): If-Match or the body names another version. <c>if-match-invalid</c>.
    /// </exception>
    public static long? Expected(HttpContext context, long current, long? inBody)
    {
        var header = context.Request.Headers.IfMatch;
        if (header.Count == 0)
        {
            return inBody;
        }

        if (!EntityTagHeaderValue.TryParseStrictList(header.OfType<string>().ToList(), out var tags))
        {
            throw new FleetError(RequestErrors.IfMatchInvalid, [new Fault("If-Match",
                "Send the ETag of an earlier answer, in quotes, or *.")]);
        }

        // A weak tag never matches here (RFC 9110 §13.1.1).
        var matches = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)
            || (!tag.IsWeak && tag.Tag == string.Create(CultureInfo.InvariantCulture, $"\"{current}\"")));
        return matches && (inBody is null || inBody == current)
            ? current
            : throw new FleetError(FleetErrorKind.VersionMismatch,
                CommonErrors.VersionMismatch, $"The object has changed since you read it: its version is now {current}. Read it again.");
    }
}
