using FleetPortal.Fleet.Revocation;

namespace FleetPortal.Hosting;

/// <summary>
/// Publishes CRLs that a crash or a full disk left out of date, renews them before their nextUpdate, and replaces OCSP responders
/// before they end. What fails is tried again the next minute.
/// </summary>
public sealed class RevocationUpkeep(CrlPublisher crls, OcspResponders responders, TimeProvider time, ILogger<RevocationUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await crls.RefreshAsync(stoppingToken);
                await responders.RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "CRLs or OCSP responders were not renewed");
            }

            await Task.Delay(Interval, time, stoppingToken);
        }
    }
}
