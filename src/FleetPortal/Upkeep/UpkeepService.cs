using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Upkeep;

/// <summary>
/// Runs every upkeep step in a loop of its own: a step that throws or hangs does not delay the others. A step that fails runs again
/// after its interval, then after twice that, up to <see cref="LongestBackOff"/>.
/// </summary>
public sealed partial class UpkeepService(IEnumerable<UpkeepStep> steps, UpkeepState state, TimeProvider time, ILogger<UpkeepService> logger) : BackgroundService
{
    /// <summary>The longest pause that failures cause; a step with a longer interval keeps its interval.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    // On the pool: a step that blocks its thread must not keep the next loop from starting.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(steps.Select(step => Task.Run(() => LoopAsync(step, stoppingToken), stoppingToken)));

    private async Task LoopAsync(UpkeepStep step, CancellationToken stoppingToken)
    {
        while (true)
        {
            var pause = await RunOnceAsync(step, stoppingToken);
            var waiting = Task.Delay(pause, time, stoppingToken);
            state.Waiting(step.Name, pause);
            await waiting;
        }
    }

    /// <returns>The pause until the next run.</returns>
    private async Task<TimeSpan> RunOnceAsync(UpkeepStep step, CancellationToken stoppingToken)
    {
        state.Started(step.Name);
        try
        {
            await step.RunAsync(stoppingToken);
            state.Succeeded(step.Name);
            return step.Interval;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            var failures = state.Failed(step.Name);
            var pause = BackOff(step.Interval, failures);
            LogFailed(e, step.Name, failures, pause);
            return pause;
        }
    }

    private static TimeSpan BackOff(TimeSpan interval, int failures)
    {
        var doubled = interval * Math.Pow(2, Math.Min(failures - 1, 16));
        return interval >= LongestBackOff ? interval : doubled < LongestBackOff ? doubled : LongestBackOff;
    }

    [LoggerMessage(1, LogLevel.Error, "Upkeep step {Step} failed ({Failures} in a row); the next run starts in {Pause}")]
    private partial void LogFailed(Exception exception, string step, int failures, TimeSpan pause);
}
