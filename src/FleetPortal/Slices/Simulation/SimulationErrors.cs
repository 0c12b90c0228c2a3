using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Slices.Simulation;

/// <summary>The error codes of the built-in simulator.</summary>
public static class SimulationErrors
{
    /// <summary>The built-in simulator does not run. Set Simulator:Enabled and start the portal again.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string NotRunning = "simulator-not-running";

    /// <summary>A scenario is running already. Wait for its end, or stop it.</summary>
    [Error(FleetErrorKind.Conflict)]
    public const string Busy = "scenario-busy";

    /// <summary>There is no such scenario. Check the name.</summary>
    [Error(FleetErrorKind.NotFound)]
    public const string Unknown = "scenario-not-found";
}
