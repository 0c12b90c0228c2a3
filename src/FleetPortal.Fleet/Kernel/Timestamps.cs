using System.Globalization;

namespace FleetPortal.Fleet.Kernel;

/// <summary>
/// Formats times inside sentences that the server writes: RFC 3339 in UTC, to the second. Scripts can parse them, and pages replace them
/// with the time in the time zone of the viewer.
/// </summary>
public static class Timestamps
{
    /// <summary>Returns a time in the form <c>2026-11-26T01:37:08Z</c>.</summary>
    public static string Format(
        DateTimeOffset timestamp) => timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
