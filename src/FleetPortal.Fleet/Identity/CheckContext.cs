using FleetPortal.Fleet.Connections;

namespace FleetPortal.Fleet.Identity;

/// <summary>The data that checks use.</summary>
internal sealed record CheckContext(ConnectAttempt Attempt, Principal? Principal, LiveConnection? Current, DateTimeOffset Now)
{
    /// <summary>Whether an earlier check has failed. Then the attempt is not counted for the rate limit of the Thing.</summary>
    public bool HasFailed { get; init; }
}
