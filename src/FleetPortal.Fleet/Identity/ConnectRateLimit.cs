using System.Threading.RateLimiting;

namespace FleetPortal.Fleet.Identity;

/// <summary>How often a Thing may connect. Bounded by the Things that connected in the last minute: idle ones are dropped by the limiter itself.</summary>
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

    /// <summary>Connects a minute that are allowed.</summary>
    public int PerMinute => perMinute;

    /// <summary>Takes one, if there is one left.</summary>
    public bool TryTake(string thingName)
    {
        using var lease = _limiter.AttemptAcquire(thingName);
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
