using System.Globalization;

namespace FleetPortal.Fleet.Identity.Checks;

/// <summary>The age of an external authority's CRL, for the trace. A CRL that is overdue refuses nobody: it is shown, and health says so.</summary>
internal static class CrlAgeLabel
{
    /// <summary>"; CRL of Kessler Valves CA 2: 3 hours old", or nothing where there is no such CRL.</summary>
    public static string Of(Principal principal, DateTimeOffset now) => principal is { Crl: { ThisUpdate: { } made, NextUpdate: { } next }, Authority: { } authority }
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
