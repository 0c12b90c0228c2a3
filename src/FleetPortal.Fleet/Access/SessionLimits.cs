namespace FleetPortal.Fleet.Access;

/// <summary>How long a person's session lasts.</summary>
/// <param name="Idle">Without anything done in it.</param>
/// <param name="Longest">However busy it is.</param>
public sealed record SessionLimits(TimeSpan Idle, TimeSpan Longest)
{
    /// <summary>12 hours without use, 7 days at most.</summary>
    public static SessionLimits Default { get; } = new(TimeSpan.FromHours(12), TimeSpan.FromDays(7));

    /// <summary>Whether it has been without use for too long.</summary>
    public bool IsIdle(DateTimeOffset lastSeenAt, DateTimeOffset now) => now - lastSeenAt >= Idle;
}
