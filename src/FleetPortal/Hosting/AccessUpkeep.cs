using FleetPortal.Fleet.Access;

namespace FleetPortal.Hosting;

/// <summary>Each second: sessions and tokens that have run out, or that the command line has ended, lose their open pages and streams.</summary>
public sealed class AccessUpkeep(Standings standings, AccessLog log, TimeProvider time, ILogger<AccessUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Interval, time, stoppingToken);
            try
            {
                log.Flush();
                await standings.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "Sessions and tokens were not looked through");
            }
        }
    }
}
