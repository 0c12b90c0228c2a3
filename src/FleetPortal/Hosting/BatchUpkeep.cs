using FleetPortal.Fleet.Revocation;

namespace FleetPortal.Hosting;

/// <summary>Carries out batches of revocations, also those that the last run left open.</summary>
public sealed class BatchUpkeep(RevocationBatchRunner runner, TimeProvider time, ILogger<BatchUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await runner.StepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Batches of revocations were not moved on");
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
