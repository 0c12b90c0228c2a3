namespace FleetPortal.Simulator.Scenarios;

/// <summary>One step of a scenario, with its progress.</summary>
/// <param name="Title">What happens, as a short sentence.</param>
/// <param name="Text">The details, which the scenario replaces with what it saw.</param>
public sealed record ScenarioStep(string Title, string Text)
{
    /// <summary>The state of the step.</summary>
    public ScenarioStepState State { get; init; }

    /// <summary>When the step ended, counted from the start of the scenario; null before.</summary>
    public TimeSpan? EndedAfter { get; init; }
}
