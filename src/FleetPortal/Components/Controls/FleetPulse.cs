using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Components.Controls;

/// <summary>How many were connected, and how much was said, at one moment.</summary>
public sealed record PulseSample(DateTimeOffset At, int Connections, double MessagesPerSecond);

/// <summary>Measures the fleet every five seconds and keeps the last hour: 720 samples.</summary>
public sealed class FleetPulse(LiveConnections connections, TopicActivity activity, TimeProvider time) : BackgroundService
{
    private const int Kept = 720;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly Queue<PulseSample> _samples = new(Kept);
    private readonly Lock _lock = new();

    /// <summary>The samples, oldest first.</summary>
    public IReadOnlyList<PulseSample> Samples
    {
        get
        {
            lock (_lock)
            {
                return [.. _samples];
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            lock (_lock)
            {
                if (_samples.Count == Kept)
                {
                    _samples.Dequeue();
                }

                _samples.Enqueue(new PulseSample(time.GetUtcNow(), connections.OpenCount, activity.PerSecond));
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
