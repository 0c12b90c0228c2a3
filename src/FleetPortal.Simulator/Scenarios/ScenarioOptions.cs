namespace FleetPortal.Simulator.Scenarios;

/// <summary>How a scenario is run.</summary>
public sealed record ScenarioOptions
{
    /// <summary>The portal, and an API token with the role administrator. With operator, Things are retired instead of forgotten.</summary>
    public required SimulatorOptions Simulator { get; init; }

    /// <summary>Whether the scenario contains the finding itself, instead of waiting for a person.</summary>
    public bool Contains { get; init; }

    /// <summary>How long a step waits for a person.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a step waits for the portal.</summary>
    public TimeSpan StepLimit { get; init; } = TimeSpan.FromSeconds(30);
}
