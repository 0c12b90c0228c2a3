namespace FleetPortal.Simulator.Scenarios;

/// <summary>The states of a scenario.</summary>
public enum ScenarioState
{
    /// <summary>It is running, or cleans up.</summary>
    Running,

    /// <summary>All its steps are done.</summary>
    Done,

    /// <summary>A step did not do what it says.</summary>
    Failed,

    /// <summary>A person stopped it.</summary>
    Stopped,
}
