using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Rotation;

namespace FleetPortal.Hosting;

/// <summary>
/// What time brings about: sessions end when their certificate expires, old certificates are retired when the grace period is over,
/// waves move on. Each in a loop of its own: none waits for the others. What fails is tried again the next second.
/// </summary>
public sealed class RotationUpkeep(EndExpiredSessions expired, RotationEnd end, WaveRunner waves, TimeProvider time, ILogger<RotationUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        EverySecondAsync("Expired sessions", expired.ExecuteAsync, stoppingToken),
        EverySecondAsync("Rotations that are due", () => end.CommitDueAsync(stoppingToken), stoppingToken),
        EverySecondAsync("Waves", () => waves.StepAsync(stoppingToken), stoppingToken));

    private async Task EverySecondAsync(string what, Func<Task> work, CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
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
}
