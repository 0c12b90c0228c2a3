using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Applications;

/// <summary>One row of the table of applications, with the values of the last sample.</summary>
public sealed record ApplicationRow(
    ApplicationView View, int Connections, double In, double Out, IReadOnlyList<int> InHistory, IReadOnlyList<int> OutHistory);

/// <summary>The page of the applications: what each may do and does now, and who hears what the fleet publishes.</summary>
public sealed partial class ApplicationsPage
{
    // Counting by channel reads every topic that is followed.
    private static readonly TimeSpan HeardInterval = TimeSpan.FromSeconds(5);

    private IReadOnlyList<ApplicationView> _applications = [];
    private IReadOnlyList<ApplicationRow> _rows = [];
    private IReadOnlyList<HeardMessages> _heard = [];
    private DateTimeOffset _heardDue;
    private bool _isAdding;

    [SupplyParameterFromQuery(Name = "name")]
    private string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "add")]
    private bool? Add { get; set; }

    [Inject]
    private ApplicationQueries Applications { get; set; } = null!;

    [Inject]
    private ListenerQueries Listeners { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <inheritdoc/>
    protected override bool Ages => true;

    private string Summary => _rows.Count == 0 ? ""
        : $"{Number(_rows.Count)}, with {Count(_rows.Sum(row => row.Connections), "connection")}, "
            + $"hear {Tenths(_rows.Sum(row => row.Out))} messages/s";

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.ApplicationChanged
        || (fleetEvent is { Kind: FleetEventKind.CertificateChanged, ThingName: { } name } && _applications.Any(one => one.Name == name));

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _applications = await Applications.ListAsync(null, null, ApplicationQueries.MaxListed, Actor, cancellationToken);
        _heardDue = default;
    }

    /// <inheritdoc/>
    protected override void Sample()
    {
        var now = Viewer.Now;
        _rows = [.. _applications.Select(view => Of(view, Connections.OfApplication(view.Name, Actor), now))];
        if (now >= _heardDue)
        {
            (_heard, _heardDue) = (Listeners.Among(_applications, Actor), now + HeardInterval);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Add == true && !_isAdding && Reading.ShowsContent && Actor.May(Permission.Administer))
        {
            _isAdding = true;
            await AddAsync();
        }
    }

    private static ApplicationRow Of(ApplicationView view, IReadOnlyList<LiveConnection> live, DateTimeOffset now) => new(
        view, live.Count, live.Sum(one => one.Incoming.PerSecond(now)), live.Sum(one => one.Outgoing.PerSecond(now)),
        Added(live.Select(one => one.Incoming.History(now))), Added(live.Select(one => one.Outgoing.History(now))));

    /// <summary>Adds the counts of several connections, interval by interval.</summary>
    private static int[] Added(IEnumerable<IReadOnlyList<int>> histories)
    {
        var sum = new int[Fleet.Topics.RateMeter.Spans];
        foreach (var history in histories)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += history[i];
            }
        }

        return sum;
    }

    private static string Under(ApplicationView view) => view.Note.Length > 0 ? view.Note : view.Owner;

    private async Task AddAsync()
    {
        var dialog = await Dialogs.ShowAsync<ApplicationDialog>("Add an application");
        var added = await dialog.Result is { Canceled: false, Data: string name } ? name : null;
        _isAdding = false;
        if (added is not null || Add == true)
        {
            Navigation.NavigateTo(added is null ? "applications" : ApplicationsByName.AddressOf(added), replace: true);
        }
    }

    private void Close() => Navigation.NavigateTo("applications", replace: true);
}
