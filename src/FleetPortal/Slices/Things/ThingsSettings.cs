using FleetPortal.Configuration;
using FleetPortal.Fleet.Topics;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Things;

/// <summary>The settings of the slice Things.</summary>
internal static class ThingsSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Number("Limits:TopicLevels",
            TopicLimits.Default.Levels, 8, 128, "levels", "The largest number of levels of a topic name or filter."),
        Number("Limits:TopicOctets",
            TopicLimits.Default.Octets, 512, 65_535, "octets", "The largest number of octets of a topic name or filter."),
    ];
}
