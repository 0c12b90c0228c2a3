using FleetPortal.Simulator.Scenarios;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Simulation;

/// <summary>
/// The running scenario, or the one that ran last: its steps with their times, the finding, and the button that stops it.
/// </summary>
public sealed partial class ScenarioPanel
{
    /// <summary>The scenario that is shown.</summary>
    [Parameter, EditorRequired]
    public IScenario Scenario { get; set; } = null!;

    /// <summary>How far the scenario is.</summary>
    [Parameter, EditorRequired]
    public ScenarioProgress Progress { get; set; } = null!;

    /// <summary>The time of the page.</summary>
    [Parameter]
    public DateTimeOffset Now { get; set; }

    /// <summary>Whether the person may stop and run it.</summary>
    [Parameter]
    public bool MayRun { get; set; }

    /// <summary>Whether it was stopped and is cleaning up.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>Called to stop the scenario.</summary>
    [Parameter]
    public EventCallback OnStop { get; set; }

    /// <summary>Called to run it again.</summary>
    [Parameter]
    public EventCallback OnRun { get; set; }

    private string? Running => Progress.Took is null ? "live" : null;

    private bool IsWaiting => Progress.Steps.Any(step => step.State == ScenarioStepState.Waiting);

    private static bool IsNow(ScenarioStep step) => step.State is ScenarioStepState.Running or ScenarioStepState.Waiting;

    private static string? ClassOf(ScenarioStep step) => step.State switch
    {
        ScenarioStepState.Done => "done",
        ScenarioStepState.Failed => "failed",
        ScenarioStepState.Pending => null,
        _ => "now",
    };
}
