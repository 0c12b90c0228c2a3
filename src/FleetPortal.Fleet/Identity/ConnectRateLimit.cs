using System.Threading.RateLimiting;

namespace FleetPortal.Fleet.Identity;

/// <summary>
/// Limits how often a Thing may connect. Bounded by the number of Things that connected in the last minute; the limiter removes idle ones.
/// Thread-safe.
/// </summary>
public sealed class ConnectRateLimit(int perMinute) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(thingName =>
        RateLimitPartition.GetSlidingWindowLimiter(thingName, _ => new SlidingWindowRateLimiterOptions
        {
            PermitLimit = perMinute,
            SegmentsPerWindow = 6,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    /// <summary>The number of connections that a Thing may make in a minute.</summary>
    public int PerMinute => perMinute;

    /// <summary>Counts one connection of a Thing. Returns false if the limit is reached.</summary>
    public bool TryTake(string thingName)
    {
        using var lease = _limiter.AttemptAcquire(thingName);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
