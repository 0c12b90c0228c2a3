using System.Globalization;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Timestamps inside sentences that the server makes. They are RFC 3339 UTC, to the second: exact for a script, and a page
/// finds them in the sentence and shows them in the time zone of the viewer.
/// </summary>
public static class Timestamps
{
    /// <summary>A timestamp as it stands in a sentence: <c>2026-11-26T01:37:08Z</c>.</summary>
    public static string Format(DateTimeOffset timestamp) => timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
