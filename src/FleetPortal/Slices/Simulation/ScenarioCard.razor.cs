using FleetPortal.Simulator.Scenarios;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Simulation;

/// <summary>A scenario that can be run, with what it shows and when it was run last.</summary>
public sealed partial class ScenarioCard
{
    /// <summary>The scenario that is shown.</summary>
    [Parameter, EditorRequired]
    public IScenario Scenario { get; set; } = null!;

    /// <summary>Its last run since the portal started, or null.</summary>
    [Parameter]
    public ScenarioProgress? Last { get; set; }

    /// <summary>Whether the person may run it.</summary>
    [Parameter]
    public bool MayRun { get; set; }

    /// <summary>Whether another scenario is running.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Called to run the scenario.</summary>
    [Parameter]
    public EventCallback OnRun { get; set; }
}
