using System.Globalization;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>
/// Describes the age of the CRL of an external authority, for the trace. An overdue CRL refuses no device; the trace and health report it.
/// </summary>
internal static class CrlAgeLabel
{
    /// <summary>Returns text such as "; CRL of Kessler Valves CA 2: 3 hours old"; an empty text without such a CRL.</summary>
    public static string Of(Principal principal, DateTimeOffset now) =>
        principal is { Crl: { ThisUpdate: { } made, NextUpdate: { } next }, Authority: { } authority }
        ? $"; CRL of {authority.Name}: {Age(now - made)} old{(next < now ? $", overdue for {Age(now - next)}" : "")}"
        : "";

    private static string Age(TimeSpan age) => age switch
    {
        { TotalMinutes: < 2 } => "1 minute",
        { TotalHours: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalMinutes} minutes"),
        { TotalDays: < 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalHours} hours"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)age.TotalDays} days"),
    };
}
