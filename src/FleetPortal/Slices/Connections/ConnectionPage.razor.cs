using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Connections;

/// <summary>
/// The page of one client: its live connection, and its session with subscriptions and limits, also while it is not connected.
/// </summary>
public sealed partial class ConnectionPage
{
    private LiveConnection? _live;
    private SessionState? _session;
    private LastDisconnect? _last;
    private ClientOwner? _owner;
    private string? _fault;

    /// <summary>The client identifier of the session.</summary>
    [Parameter]
    public string ClientId { get; set; } = "";

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private CloseConnection Close { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <summary>
    /// Reads whose session waits, because no connection says so. All other data is in memory and is read by <see cref="Sample"/>.
    /// </summary>
    protected override async Task LoadAsync(CancellationToken cancellationToken) => _owner =
        Connections.AbsentOfClient(ClientId, Actor) is null ? null : await Connections.OwnerOfAsync(ClientId, Actor, cancellationToken);

    /// <inheritdoc/>
    protected override void Sample()
    {
        _live = Connections.OfClient(ClientId, Actor);
        _session = _live is null ? Connections.AbsentOfClient(ClientId, Actor) : _live.Session?.Invoke();
        _last = Connections.LastDisconnectOf(ClientId, Actor);
    }

    private async Task DisconnectAsync()
    {
        _fault = null;
        if (!await ConfirmDialog.AskAsync(Dialogs, $"Disconnect {ClientId}?",
            DisconnectLabels.Question(_live?.ApplicationName is null ? PrincipalKind.Thing : PrincipalKind.Application),
            $"Disconnect {ClientId}"))
        {
            return;
        }

        try
        {
            await Close.ExecuteAsync(ClientId, Actor, Left);
            await ReloadAsync();
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
