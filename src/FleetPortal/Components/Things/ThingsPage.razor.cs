using FleetPortal.Components.Controls;
using FleetPortal.Components.Rotations;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Events;
using FleetPortal.Fleet.Rotation;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using MudBlazor;

namespace FleetPortal.Components.Things;

/// <summary>The list of Things, of any size. The query and the order are in the address, so that Back, reload and a sent link work.</summary>
public sealed partial class ThingsPage
{
    private static readonly (string Term, string Words)[] Suggestions =
    [
        ("connected:no", "Not connected"), ("status:expiring", "Expiring"), ("status:hold", "On hold"), ("status:revoked", "Revoked"), ("status:none", "Without a certificate"),
    ];

    private readonly ListSelection<string> _selection = new();
    private Virtualize<ThingRow>? _rows;
    private int? _total;

    /// <summary>The query box.</summary>
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

    private string[] Terms => (Query ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private string LastTerm => Terms.LastOrDefault() ?? "";

    private ThingSort Order => Enum.TryParse<ThingSort>(Sort, ignoreCase: true, out var sort) ? sort : ThingSort.Name;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind != FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var page = await Things.ListAsync(ThingQuery.Parse(Query), Order, 0, 0, Actor, cancellationToken);
        _total = page.Total;
        if (_rows is not null && page.Total > 0)
        {
            await _rows.RefreshDataAsync();
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
        if (firstRender && New is not null)
        {
            await RegisterAsync();
        }
    }

    private async ValueTask<ItemsProviderResult<ThingRow>> ProvideAsync(ItemsProviderRequest request)
    {
        try
        {
            var page = await Things.ListAsync(ThingQuery.Parse(Query), Order, request.StartIndex, request.Count, Actor, request.CancellationToken);
            return new ItemsProviderResult<ThingRow>(page.Items, page.Total);
        }
        catch (FleetError)
        {
            // The page says what is wrong with the query.
            return new ItemsProviderResult<ThingRow>([], 0);
        }
    }

    private Task SortAsync(ThingSort sort) => ShowAsync(Query, sort);

    private Task ToggleAsync(string term) => ShowAsync(string.Join(' ', Has(term) ? Terms.Where(other => other != term) : Terms.Append(term)), Order);

    private Task DropLastAsync() => ShowAsync(string.Join(' ', Terms.SkipLast(1)), Order);

    private bool Has(string term) => Terms.Contains(term, StringComparer.OrdinalIgnoreCase);

    private string Sorted(ThingSort sort) => Order == sort ? "ascending" : "none";

    private Task ShowAsync(string? query, ThingSort sort)
    {
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["q"] = string.IsNullOrWhiteSpace(query) ? null : query,
            ["sort"] = sort == ThingSort.Name ? null : sort.ToString().ToLowerInvariant(),
            ["new"] = null,
        }), replace: true);
        return Task.CompletedTask;
    }

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
            await ShowAsync(Query, Order);
        }
    }
}
