using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Connections;

/// <summary>One row of the table of live connections, with the values of the last sample.</summary>
public sealed record ConnectionRow(string ConnectionId, string ClientId,
    string Principal, string Address, string Protocol, DateTimeOffset Since, IReadOnlyList<int> History, double In, double Out);

/// <summary>The page of live connections. While the list is paused, only the number of new connections is updated.</summary>
public sealed partial class ConnectionsPage
{
    private List<ConnectionRow> _rows = [];
    private string? _fault;
    private (string? Text, string? Sort) _listed;
    private DateTimeOffset? _pausedAt;
    private int _new;
    private int _open;
    private double _perSecond;

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortText { get; set; }

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private TopicQueries Topics { get; set; } = null!;

    [Inject]
    private CloseConnection Close { get; set; } = null!;

    [Inject]
    private ISnackbar Snackbar { get; set; } = null!;

    private ListState List => field ??= new ListState(Navigation);

    private string SortKey => SortText?.TrimStart('-') is "client" or "address" or "since" or "in" or "out" ? SortText : "client";

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <summary>Loads nothing: all data of the page is in memory and is read by <see cref="Sample"/>.</summary>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void Sample()
    {
        (_open, _perSecond) = (Connections.Count(Actor), Topics.PerSecond(Actor));
        if (_pausedAt is { } pausedAt && _listed == (Text, SortText))
        {
            _new = Connections.CountSince(pausedAt, Actor);
            return;
        }

        var now = Viewer.Now;
        _listed = (Text, SortText);
        _rows = [.. Sorted(Connections.List(Text, Actor)
            .Select(connection => new ConnectionRow(
                connection.ConnectionId, connection.ClientId,
                connection.CertificateId?.ToString() ?? "", connection.RemoteAddress, connection.Protocol, connection.ConnectedAt,
                connection.Incoming.History(now), connection.Incoming.PerSecond(now), connection.Outgoing.PerSecond(now))))];
    }

    private async Task PauseAsync()
    {
        (_pausedAt, _new) = (_pausedAt is null ? Viewer.Now : null, 0);
        await ReloadAsync();
    }

    /// <summary>
    /// Sorts the rows. Rows with equal keys stay in the order of their client identifiers, so that they keep their places.
    /// </summary>
    private IEnumerable<ConnectionRow> Sorted(IEnumerable<ConnectionRow> rows) => SortKey switch
    {
        "client" => rows,
        "-client" => rows.Reverse(),
        "address" => rows.OrderBy(row => row.Address, StringComparer.Ordinal),
        "-address" => rows.OrderByDescending(row => row.Address, StringComparer.Ordinal),
        "since" => rows.OrderByDescending(row => row.Since),
        "-since" => rows.OrderBy(row => row.Since),
        "in" => rows.OrderBy(row => row.In),
        "-in" => rows.OrderByDescending(row => row.In),
        "out" => rows.OrderBy(row => row.Out),
        _ => rows.OrderByDescending(row => row.Out),
    };

    private void Sort(string sort) => List.Show("sort", sort == "client" ? null : sort);

    private async Task DisconnectAsync(string clientId)
    {
        _fault = null;
        var kind = Connections.OfClient(clientId, Actor)?.ApplicationName is null ? PrincipalKind.Thing : PrincipalKind.Application;
        if (!await ConfirmDialog.AskAsync(Dialogs, $"Disconnect {clientId}?", DisconnectLabels.Question(kind), $"Disconnect {clientId}"))
        {
            return;
        }

        try
        {
            await Close.ExecuteAsync(clientId, Actor, Left);
            Snackbar.Add($"{clientId} is disconnected. It can reconnect. To prevent that, contain it.", Severity.Normal);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
