using FleetPortal.Fleet;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Connections;

/// <summary>One line of the live table, as it stood when it was read.</summary>
public sealed record ConnectionRow(string ConnectionId, string ClientId, string Principal, string Address, string Protocol, DateTimeOffset Since, IReadOnlyList<int> History, double In, double Out);

/// <summary>Who is connected now. Rows keep their place; while paused nothing moves, and what is new is counted.</summary>
public sealed partial class ConnectionsPage
{
    private List<ConnectionRow> _rows = [];
    private string _filter = "";
    private string? _fault;
    private DateTimeOffset? _pausedAt;
    private int _new;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private TopicActivity Activity { get; set; } = null!;

    [Inject]
    private CloseConnection Close { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Ticks => true;

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_pausedAt is { } pausedAt)
        {
            _new = Connections.CountSince(pausedAt, Actor);
            return Task.CompletedTask;
        }

        var now = Viewer.Now;
        _rows = [.. Connections.List(_filter, Actor)
            .Select(connection => new ConnectionRow(
                connection.ConnectionId, connection.ClientId, connection.CertificateId?.ToString() ?? "", connection.RemoteAddress, connection.Protocol, connection.ConnectedAt,
                connection.Incoming.History(now), connection.Incoming.PerSecond(now), connection.Outgoing.PerSecond(now)))];
        return Task.CompletedTask;
    }

    private async Task PauseAsync()
    {
        (_pausedAt, _new) = (_pausedAt is null ? Viewer.Now : null, 0);
        await ReloadAsync();
    }

    private async Task KickAsync(string clientId)
    {
        try
        {
            _fault = null;
            await Close.ExecuteAsync(clientId, Actor, Left);
            Snackbar.Add($"The session of {clientId} is closed. It may come straight back; to keep it out, contain it.", Severity.Normal);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
