namespace FleetPortal.Simulator.Scenarios;

/// <summary>How far a scenario is.</summary>
/// <param name="Name">The name of the scenario.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Steps">The steps with their progress.</param>
public sealed record ScenarioProgress(string Name, DateTimeOffset StartedAt, IReadOnlyList<ScenarioStep> Steps)
{
    /// <summary>The number of <see cref="Holdings"/> that are kept; older ones are left out.</summary>
    public const int MaxHoldings = 60;

    /// <summary>Who held the session, oldest first; empty for a scenario without a copy.</summary>
    public IReadOnlyList<ScenarioHolding> Holdings { get; init; } = [];

    /// <summary>The state of the scenario.</summary>
    public ScenarioState State { get; init; }

    /// <summary>The identifier of the finding that the scenario caused; null without one.</summary>
    public string? Finding { get; init; }

    /// <summary>The time from the cause until the API listed the finding; null without one.</summary>
    public TimeSpan? FoundAfter { get; init; }

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Fault { get; init; }

    /// <summary>How long it ran, with cleaning up; null while it is running.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>What could not be cleaned up; empty if all was.</summary>
    public IReadOnlyList<string> LeftBehind { get; init; } = [];

    /// <summary>The number of steps that are done.</summary>
    public int DoneSteps => Steps.Count(step => step.State == ScenarioStepState.Done);
}
