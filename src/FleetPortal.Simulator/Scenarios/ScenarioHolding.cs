namespace FleetPortal.Simulator.Scenarios;

/// <summary>The begin of a time in which one of two devices held the session.</summary>
/// <param name="After">When it took the session, counted from the start of the scenario.</param>
/// <param name="Holder">Who held it then.</param>
public sealed record ScenarioHolding(TimeSpan After, SessionHolder Holder);
