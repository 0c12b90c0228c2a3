namespace FleetPortal.Simulator.Scenarios;

/// <summary>The states of a step.</summary>
public enum ScenarioStepState
{
    /// <summary>It has not begun.</summary>
    Pending,

    /// <summary>It is running now.</summary>
    Running,

    /// <summary>It waits for a person.</summary>
    Waiting,

    /// <summary>It did what it says.</summary>
    Done,

    /// <summary>It did not do what it says.</summary>
    Failed,
}
