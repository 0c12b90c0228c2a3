using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Rotation;

namespace FleetPortal.Hosting;

/// <summary>
/// What time brings about: sessions end when their certificate expires, old certificates are retired when the grace period is over,
/// waves move on. What fails is tried again the next second.
/// </summary>
public sealed class RotationUpkeep(EndExpiredSessions expired, RotationEnd end, WaveRunner waves, TimeProvider time, ILogger<RotationUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            await TryAsync("Expired sessions", expired.ExecuteAsync);
            await TryAsync("Rotations that are due", () => end.CommitDueAsync(stoppingToken));
            await TryAsync("Waves", () => waves.StepAsync(stoppingToken));
        }
    }

    /// <summary>A fault that stays in one does not keep the others waiting.</summary>
    private async Task TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "{What} were not moved on", what);
        }
    }
}
