using FleetPortal.Fleet.ExternalCrls;

namespace FleetPortal.Hosting;

/// <summary>Fetches the CRLs of outside authorities where a setting allows it. On its own: a server that does not answer must not delay other upkeep.</summary>
public sealed class CrlFetchUpkeep(CrlFetching fetching, TimeProvider time, ILogger<CrlFetchUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await fetching.StepAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "CRLs of outside authorities were not fetched; retrying in a minute");
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
