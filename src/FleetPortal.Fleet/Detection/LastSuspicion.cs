namespace FleetPortal.Fleet.Detection;

/// <summary>What was said last of one principal and one kind.</summary>
/// <param name="Since">When, on the clock that never jumps.</param>
/// <param name="Score">The score at that time.</param>
/// <param name="Count">The number of events that spoke for it.</param>
internal sealed record LastSuspicion(TimeSpan Since, int Score, int Count);
