namespace FleetPortal.Fleet.Detection;

/// <summary>An accepted connection of a principal.</summary>
/// <param name="Since">When, on the clock that never jumps.</param>
/// <param name="Endpoint">From where.</param>
internal sealed record Visit(TimeSpan Since, ClientEndpoint Endpoint);
