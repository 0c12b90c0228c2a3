using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;

namespace FleetPortal.Components.Controls;

/// <summary>One measurement of the fleet.</summary>
/// <param name="At">When it was measured.</param>
/// <param name="Connections">The number of live connections.</param>
/// <param name="MessagesPerSecond">The rate of published messages.</param>
public sealed record PulseSample(DateTimeOffset At, int Connections, double MessagesPerSecond);

/// <summary>
/// Measures the fleet every five seconds and keeps the last hour (720 samples), and one measurement of each five minutes of the last day
/// (288) to know how many connections are usual.
/// </summary>
public sealed class FleetPulse(LiveConnections connections, TopicActivity activity, TimeProvider time) : BackgroundService
{
    private const int Kept = 720;
    private const int KeptOfDay = 288;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan IntervalOfDay = TimeSpan.FromMinutes(5);

    // In this time after a start the usual number is unknown, because the fleet is still reconnecting.
    private static readonly TimeSpan KnownAfter = TimeSpan.FromMinutes(30);

    private readonly Queue<PulseSample> _samples = new(Kept);
    private readonly Queue<int> _day = new(KeptOfDay);
    private readonly Lock _lock = new();
    private DateTimeOffset? _firstAt;
    private DateTimeOffset _dayAt;

    /// <summary>Returns the samples of the last hour, oldest first. Needs <see cref="Permission.Read"/>.</summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public IReadOnlyList<PulseSample> Samples(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        lock (_lock)
        {
            return [.. _samples];
        }
    }

    /// <summary>
    /// Returns the usual number of connections: the median of the measurements of the last day. An outage must last for half of that time
    /// before it changes the median. Null in the first half hour after the start. Needs <see cref="Permission.Read"/>.
    /// </summary>
    /// <exception cref="FleetError"><c>forbidden</c>.</exception>
    public int? Usual(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        actor.Require(Permission.Read);
        lock (_lock)
        {
            return _firstAt + KnownAfter <= time.GetUtcNow() ? _day.Order().ElementAt(_day.Count / 2) : null;
        }
    }

    /// <summary>Measures the connections and the message rate once.</summary>
    public void Measure() => Note(connections.OpenCount, activity.PerSecond);

    /// <summary>Stores a measurement with the current time.</summary>
    public void Note(int open, double messagesPerSecond)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_samples.Count == Kept)
            {
                _samples.Dequeue();
            }

            _samples.Enqueue(new PulseSample(now, open, messagesPerSecond));
            _firstAt ??= now;
            if (_day.Count == 0 || now >= _dayAt + IntervalOfDay)
            {
                if (_day.Count == KeptOfDay)
                {
                    _day.Dequeue();
                }

                _dayAt = now;
                _day.Enqueue(open);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Measure();
            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
