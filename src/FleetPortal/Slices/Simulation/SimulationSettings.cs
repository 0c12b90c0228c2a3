using FleetPortal.Configuration;
using static FleetPortal.Configuration.Setting;

namespace FleetPortal.Slices.Simulation;

/// <summary>The settings of the slice Simulation.</summary>
internal static class SimulationSettings
{
    /// <summary>The settings with defaults, limits and meanings.</summary>
    public static IReadOnlyList<Setting> All { get; } =
    [
        Flag("Simulator:Enabled", "false", null, "Start the built-in simulated fleet."),
        Number("Simulator:Things", 250, 1, 10_000, "Things", "The size of the simulated fleet."),
        Flag("Simulator:Story", "false", null, "A new simulated fleet gets a history: holds, revocations, renewals, other authorities."),
    ];
}
