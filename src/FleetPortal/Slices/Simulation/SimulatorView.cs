using FleetPortal.Simulator.Scenarios;

namespace FleetPortal.Slices.Simulation;

/// <summary>What the page <i>Simulator</i> shows.</summary>
/// <param name="IsOpen">Whether the built-in simulator runs.</param>
/// <param name="Things">The number of simulated Things.</param>
/// <param name="Connected">The number of them that are connected now.</param>
/// <param name="Current">The scenario that is running, or that ran last; null before the first one.</param>
/// <param name="Last">The last run of each scenario by its name, since the portal started.</param>
public sealed record SimulatorView(
    bool IsOpen, int Things, int Connected, ScenarioProgress? Current, IReadOnlyDictionary<string, ScenarioProgress> Last);
