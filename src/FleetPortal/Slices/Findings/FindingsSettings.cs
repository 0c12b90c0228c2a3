using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Findings;

/// <summary>The settings of the slice Findings.</summary>
internal static class FindingsSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Number("Findings:Threshold", 60, 30, 100, "points", "The score from which on the clone detector opens a finding."),
        Number("Findings:WindowSeconds", 120, 10, 3_600, "seconds",
            "The time over which takeovers and networks of one Thing are counted."),
        Number("Findings:Networks", 4, 3, 64, "networks", "The number of networks within that time that one device cannot reach."),
        Number("Findings:RefusedAttempts", 20, 3, 64, "attempts", "The number of refused attempts of one Thing that make a finding."),
        Number("Findings:RefusedMinutes", 10, 1, 1_440, "minutes", "The time over which refused attempts are counted."),
        Text("Findings:Contain", "", "none", "kinds separated by commas",
            "Kinds of findings that the portal contains by itself, such as shared-credential. It is a hold, which can be released."),
        Number("Findings:ContainPerDay", 10, 1, 10_000, "containments", "The largest number of automatic containments within 24 hours."),
    ];
}
