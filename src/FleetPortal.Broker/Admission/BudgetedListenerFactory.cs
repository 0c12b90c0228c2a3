using System.Net;
using FleetPortal.Fleet.Attempts;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FleetPortal.Broker.Admission;

/// <summary>
/// Kestrel's socket transport with a limit on connections. A connection beyond the limit is closed before the next one is accepted. The
/// connection pipeline would be too late for this, because Kestrel does not wait for it before it accepts.
/// </summary>
internal sealed class BudgetedListenerFactory(
    IOptions<SocketTransportOptions> options, ILoggerFactory loggers, AttemptRecorder recorder, TimeProvider time)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets = new(options, loggers);

    public bool CanBind(EndPoint endpoint) => endpoint is ListenerEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        var listener = (ListenerEndPoint)endpoint;
        return new BudgetedListener(await _sockets.BindAsync(listener, cancellationToken),
            listener, recorder, time, loggers.CreateLogger<BudgetedListener>());
    }
}
