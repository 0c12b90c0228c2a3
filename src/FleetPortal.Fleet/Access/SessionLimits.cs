namespace FleetPortal.Fleet.Access;

/// <summary>How long the session of a person lasts.</summary>
/// <param name="Idle">The session ends after this time without use.</param>
/// <param name="Longest">The session ends after this time even if it is in use.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>The default: 12 hours without use, and 7 days at most.</summary>
    public static SessionLimits Default { get; } = new(TimeSpan.FromHours(12), TimeSpan.FromDays(7));

    /// <summary>Whether a session was not used for <see cref="Idle"/> or longer.</summary>
    public bool IsIdle(DateTimeOffset lastSeenAt, DateTimeOffset now) => now - lastSeenAt >= Idle;
}
