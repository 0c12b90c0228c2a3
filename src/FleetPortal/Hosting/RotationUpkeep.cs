using FleetPortal.Fleet.Rotation;

namespace FleetPortal.Hosting;

/// <summary>Retires old certificates when the grace period of their rotation is over.</summary>
public sealed class RotationUpkeep(RotationEnd end, TimeProvider time, ILogger<RotationUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await end.CommitDueAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Rotations that are due were not committed");
            }
        }
    }
}
