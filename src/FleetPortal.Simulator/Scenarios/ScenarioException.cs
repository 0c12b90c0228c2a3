namespace FleetPortal.Simulator.Scenarios;

/// <summary>A scenario could not show what it claims. The message is a sentence for people.</summary>
public sealed class ScenarioException(string message) : Exception(message);
