using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Findings;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;

namespace FleetPortal.Slices.Findings;

/// <summary>The page with the list of findings: open ones first, the worst in front. The query is in the address.</summary>
public sealed partial class FindingsPage
{
    private static readonly (string Term, string Words)[] Suggestions =
    [
        ("state:open", "Open"), ("state:contained", "Contained"), ("severity:critical", "Critical"), ("assignee:none", "Not assigned"),
        ("seen<1d", "Seen today"),
    ];

    private DataTable<FindingRow>? _table;
    private int? _total;

    /// <summary>The text of the query box.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    private string? Query { get; set; }

    [Inject]
    private FindingQueries Findings { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private ListState List => field ??= new ListState(Navigation);

    private QueryTerms Terms => new(Query);

    /// <inheritdoc/>
    protected override bool Ages => true;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.FindingChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _total = (await Findings.ListAsync(FindingQuery.Parse(Query), 0, 0, Actor, cancellationToken)).Total;
        if (_table is not null && _total > 0)
        {
            await _table.RefreshDataAsync();
        }
    }

    private async ValueTask<ItemsProviderResult<FindingRow>> ProvideAsync(ItemsProviderRequest request)
    {
        try
        {
            var page = await Findings.ListAsync(
                FindingQuery.Parse(Query), request.StartIndex, request.Count, Actor, request.CancellationToken);
            return new ItemsProviderResult<FindingRow>(page.Items, page.Total);
        }
        catch (FleetError)
        {
            // The page itself shows the error of the query.
            return new ItemsProviderResult<FindingRow>([], 0);
        }
    }
}
