using FleetPortal.Fleet.Connections;

namespace FleetPortal.Fleet.Identity;

/// <summary>Everything that a check may look at.</summary>
internal sealed record CheckContext(ConnectAttempt Attempt, Principal? Principal, LiveConnection? Current, DateTimeOffset Now)
{
    /// <summary>Whether an earlier check has failed: then nothing is counted against the Thing any more.</summary>
    public bool HasFailed { get; init; }
}
