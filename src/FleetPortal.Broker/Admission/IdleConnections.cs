using Microsoft.Extensions.Hosting;

namespace FleetPortal.Broker.Admission;

/// <summary>
/// Closes idle HTTP connections of devices. Kestrel has one idle timeout for all listeners, and browsers and proxies need a longer one.
/// </summary>
internal sealed class IdleConnections(ConnectionBudgets budgets, TimeProvider time) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => budgets.Devices.CloseIdle(), null, Interval, Interval);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _timer?.Dispose();
}

/// <summary>
/// The budgets of the two groups of listeners. They are separate, so that neither a large fleet nor unknown clients at the device ports
/// keep people from the pages.
/// </summary>
/// <param name="Portal">Pages, API, CRL, OCSP.</param>
/// <param name="Devices">MQTT and EST.</param>
public sealed record ConnectionBudgets(ConnectionBudget Portal, ConnectionBudget Devices);
