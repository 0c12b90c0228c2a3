using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Microsoft.JSInterop;
using MudBlazor;

namespace FleetPortal.Slices.Things;

/// <summary>
/// The page with the list of Things. The query and the order are in the address, so that Back, reload and shared links work.
/// </summary>
public sealed partial class ThingsPage
{
    private static readonly (string Term, string Words)[] Suggestions =
    [
        ("connected:no", "Not connected"), ("status:expiring", "Expiring"),
        ("status:hold", "On hold"), ("status:revoked", "Revoked"), ("status:none", "Without a certificate"),
    ];

    private static readonly string DefaultSort = new ThingOrder(ThingSort.Name).ToString();

    private readonly ListSelection<string> _selection = new();
    private DataTable<ThingRow>? _table;
    private int? _total;
    private bool _scrollIsKept;

    /// <summary>The text of the query box.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? Sort { get; set; }

    [SupplyParameterFromQuery(Name = "new")]
    private string? New { get; set; }

    [Inject]
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private bool Selects => Actor.May(Permission.Issue);

    private QueryTerms Terms => new(Query);

    private ListState List => field ??= new ListState(Navigation);

    private ThingOrder Order => ThingOrder.TryParse(Sort, out var order) ? order : ThingSort.Name;

    private string SortKey => Order.ToString();

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind != FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var page = await Things.ListAsync(ThingQuery.Parse(Query), Order, 0, 0, Actor, cancellationToken);
        _total = page.Total;
        if (_table is not null && page.Total > 0)
        {
            await _table.RefreshDataAsync();
        }
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _selection.Follow(Query ?? "");
        await base.OnParametersSetAsync();
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && New is not null && Actor.May(Permission.ManageThings))
        {
            await RegisterAsync();
        }

        if (!_scrollIsKept && _total > 0 && Reading.Fault is null)
        {
            _scrollIsKept = true;
            await (await Viewer.ModuleAsync()).InvokeVoidAsync("keepScroll", "[data-keep-scroll]");
        }
    }

    private async ValueTask<ItemsProviderResult<ThingRow>> ProvideAsync(ItemsProviderRequest request)
    {
        try
        {
            var page = await Things.ListAsync(ThingQuery.Parse(Query),
                Order, request.StartIndex, request.Count, Actor, request.CancellationToken);
            return new ItemsProviderResult<ThingRow>(page.Items, page.Total);
        }
        catch (FleetError)
        {
            // The page itself shows the error of the query.
            return new ItemsProviderResult<ThingRow>([], 0);
        }
    }

    private static string GroupsOf(ThingRow thing) => thing.Groups switch
    {
        [] => "",
        [var only] => only,
        var groups => $"{groups[0]} +{groups.Count - 1}",
    };

    private void SortBy(string sort) => List.Show("sort", sort == DefaultSort ? null : sort);

    private async Task RotateAsync()
    {
        var things = _selection.All ? new WaveSelection(Query) : new WaveSelection(Names: [.. _selection.Keys]);
        await StartWaveDialog.AskAsync(Dialogs, Navigation, things);
    }

    private async Task RegisterAsync()
    {
        var dialog = await Dialogs.ShowAsync<RegisterThingDialog>("Register Thing");
        if (await dialog.Result is { Canceled: false, Data: string name })
        {
            Navigation.NavigateTo($"things/{Uri.EscapeDataString(name)}");
        }
        else if (New is not null)
        {
            List.Show("new", null);
        }
    }
}
