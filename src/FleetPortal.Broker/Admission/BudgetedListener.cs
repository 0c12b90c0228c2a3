using System.Net;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Identity;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace FleetPortal.Broker.Admission;

/// <summary>A listener whose connections are counted from their acceptance to their end.</summary>
internal sealed partial class BudgetedListener(
    IConnectionListener inner, ListenerEndPoint endPoint, AttemptRecorder recorder, TimeProvider time, ILogger<BudgetedListener> logger)
    : IConnectionListener
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly ConnectionBudget _budget = endPoint.Budget;
    private long? _loggedAt;

    public EndPoint EndPoint => inner.EndPoint;

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await inner.AcceptAsync(cancellationToken) is { } connection)
        {
            connection.RemoteEndPoint = RemoteSource.WithoutMapping(connection.RemoteEndPoint);
            var source = RemoteSource.Of(connection.RemoteEndPoint);
            var isProxy = connection.RemoteEndPoint is IPEndPoint { Address: var from } && endPoint.Proxies.Announces(from);
            var (slot, code) = _budget.TryEnter(connection, source, endPoint.IdleTimeout, isProxy);
            if (slot is not null)
            {
                connection.Features.Set(slot);
                return new BudgetedConnection(connection, slot, _budget);
            }

            Refuse(connection, code!);
            connection.Abort(new ConnectionAbortedException("There is no room for another connection."));
            await connection.DisposeAsync();
        }

        return null;
    }

    public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => inner.UnbindAsync(cancellationToken);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private void Refuse(ConnectionContext connection, string code)
    {
        var (compared, remedy) = AdmissionLabels.Of(code, _budget.Limits);
        var attempt = new ConnectAttempt { ClientId = "",
            RemoteAddress = connection.RemoteEndPoint?.ToString() ?? "", Protocol = $"before TLS, {_budget.Name}" };
        recorder.Record(attempt, new Decision(false, code,
            [CheckCatalogue.RoomForConnection.Failed(code, AdmissionLabels.Failure, compared, remedy)], null, null, null), TimeSpan.Zero);
        if (_loggedAt is not { } at || time.GetElapsedTime(at) >= LogInterval)
        {
            _loggedAt = time.GetTimestamp();
            LogRefused(_budget.Name, connection.RemoteEndPoint, compared, _budget.Refused, _budget.ShedCount);
        }
    }

    [LoggerMessage(
        4101, LogLevel.Warning,
        "The {Listeners} listeners refused a connection from {Remote}: {Compared}. Since the start they refused {Refused} "
            + "connections and closed {Shed} pending ones. This message is written once a minute at most.")]
    private partial void LogRefused(string listeners, EndPoint? remote, string compared, long refused, long shed);
}
