using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.ExternalCrls;
using FleetPortal.Fleet.Revocation;

namespace FleetPortal.Hosting;

/// <summary>
/// Publishes CRLs that a crash or a full disk left out of date, renews them before their nextUpdate, and replaces OCSP responders
/// before they end, finds pinned certificates of authorities that were proven, and warns of what ends soon. What fails is tried again the next minute.
/// </summary>
public sealed class RevocationUpkeep(CrlPublisher crls, OcspResponders responders, ExpiryWatch expiry, PinnedCertificates pinned, ExternalCrlEffect externalCrls, TimeProvider time, ILogger<RevocationUpkeep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await TryAsync("CRLs", crls.RefreshAsync, stoppingToken);
            await TryAsync("OCSP responders", responders.RefreshAsync, stoppingToken);
            await TryAsync("Warnings of what ends", expiry.StepAsync, stoppingToken);
            await TryAsync("Pinned certificates", pinned.FinishAsync, stoppingToken);
            await TryAsync("CRLs of outside authorities", externalCrls.FinishAsync, stoppingToken);
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    /// <summary>A fault that stays in one does not keep the others waiting.</summary>
    private async Task TryAsync(string what, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "{What} were not brought up to date", what);
        }
    }
}
