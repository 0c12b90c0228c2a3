using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Upkeep;

/// <summary>
/// Runs each upkeep step in a separate loop, so that a step that throws or hangs does not delay the others. After a failure the pause
/// doubles with each further failure, up to <see cref="LongestBackOff"/>.
/// </summary>
public sealed partial class UpkeepService(
    IEnumerable<UpkeepStep> steps, UpkeepState state, TimeProvider time, ILogger<UpkeepService> logger) : BackgroundService
{
    /// <summary>The longest pause after failures. A step whose interval is longer keeps its interval.</summary>
    public static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    // Task.Run: a step that blocks its thread must not prevent the next loop from starting.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(steps.Select(step => Task.Run(() => LoopAsync(step, stoppingToken), stoppingToken)));

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

    /// <summary>Runs the step once and records the outcome. Returns the pause until the next run.</summary>
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

    [LoggerMessage(8021, LogLevel.Error, "Upkeep step {Step} failed ({Failures} failures in a row). The next run starts in {Pause}.")]
    private partial void LogFailed(Exception exception, string step, int failures, TimeSpan pause);
}
