using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Waves;
using FleetPortal.Pki.Text;
using FleetPortal.Slices.Revocations;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using MudBlazor;

namespace FleetPortal.Slices.Certificates;

/// <summary>The page with the certificates of all Things and authorities. Filters and order are in the address.</summary>
public sealed partial class CertificatesPage
{
    private static readonly (CredentialFilter Status, string Words, string Icon)[] Statuses =
    [
        (CredentialFilter.Active, "Active", FleetIcons.Active),
        (CredentialFilter.Expiring, "Expiring", FleetIcons.Expiring), (CredentialFilter.Expired, "Expired", FleetIcons.Expired),
        (CredentialFilter.Pending, "Pending", FleetIcons.Pending),
        (CredentialFilter.Hold, "On hold", FleetIcons.OnHold), (CredentialFilter.Revoked, "Revoked", FleetIcons.Revoked),
    ];

    private readonly ListSelection<CertificateId> _selection = new();
    private DataTable<InventoryRow>? _table;
    private IReadOnlyList<(string Id, string Name)> _authorities = [];
    private IReadOnlyDictionary<CredentialFilter, int> _counts = new Dictionary<CredentialFilter, int>();
    private InventoryLayout? _layout;

    [SupplyParameterFromQuery(Name = "status")]
    private string? Status { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "from")]
    private string? FromText { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? BeforeText { get; set; }

    [SupplyParameterFromQuery(Name = "authority")]
    private string? Authority { get; set; }

    [SupplyParameterFromQuery(Name = "sort")]
    private string? SortText { get; set; }

    [SupplyParameterFromQuery(Name = "id")]
    private string? Id { get; set; }

    [Inject]
    private CertificateInventory Inventory { get; set; } = null!;

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private ListState List => field ??= new ListState(Navigation);

    private string SortKey => SortText?.TrimStart('-') is "issued" or "serial" or "expires" ? SortText : "expires";

    private InventoryOrder Order => new(
        SortKey.TrimStart('-') switch
        {
            "issued" => InventorySort.Issued,
            "serial" => InventorySort.SerialNumber,
            _ => InventorySort.Expires,
        },
        SortKey.StartsWith('-'));

    private DateTimeOffset? From => Moment(FromText);

    private DateTimeOffset? Before => Moment(BeforeText);

    // A filter by expiry date shows the certificates that must be renewed by then, so it leaves out revoked ones.
    private bool IsOfEnds => Status is null && (From is not null || Before is not null);

    private bool IsNarrowed => !string.IsNullOrEmpty(Text) || From is not null || Before is not null || Authority is not null;

    private bool IsFiltered => Status is not null || IsNarrowed;

    private CertificateQuery Query => new(EnumName.Find<CredentialFilter>(Status), From, Before, Text, Authority, IsOfEnds);

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) =>
        fleetEvent.Kind is FleetEventKind.CertificateChanged or FleetEventKind.ThingChanged or FleetEventKind.AuthorityChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _layout = await Inventory.PlanAsync(Query, Order, Actor, cancellationToken);
        if (_table is not null && _layout.Total > 0)
        {
            await _table.RefreshDataAsync();
        }

        _authorities = [.. (await Authorities.ListAsync(Actor, cancellationToken)).Where(authority => authority.Kind != AuthorityKind.Root)
            .Select(authority => (authority.Id, authority.Name)), (AuthorityView.Pinned, "No authority: pinned")];

        // The counts by status are read after the rows, and only without other filters: no index can count within a text, an authority or a
        // time.
        _counts = IsNarrowed ? new Dictionary<CredentialFilter, int>() : await Inventory.CountAsync(Actor, cancellationToken);
    }

    private static string Key(CredentialFilter status) => status.ToString().ToLowerInvariant();

    private static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    private async ValueTask<ItemsProviderResult<InventoryRow>> ProvideAsync(ItemsProviderRequest request) =>
        new(await Inventory.ReadAsync(_layout!, request.StartIndex, request.Count, Actor, request.CancellationToken), _layout!.Total);

    private CertificateSelection Chosen => _selection.All
        ? new CertificateSelection(null, Query) : new CertificateSelection([.. _selection.Keys], null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        _selection.Follow($"{Status} {FromText} {BeforeText} {Authority} {Text}");

        // Opening or closing the panel of a certificate does not reload the list.
        if (_layout is null || _layout.Query != Query || _layout.Order != Order || Reading.Fault is not null)
        {
            await base.OnParametersSetAsync();
        }
    }

    private void Sort(string sort) => List.Show("sort", sort == "expires" ? null : sort);

    private void Compare() => Navigation.NavigateTo($"certificates/compare?a={_selection.Keys[0]}&b={_selection.Keys[1]}");

    private async Task RotateAsync()
    {
        var things = _selection.All && !IsFiltered ? new WaveSelection() : new WaveSelection(Certificates: Chosen);
        await StartWaveDialog.AskAsync(Dialogs, Navigation, things);
    }

    private async Task RevokeAsync()
    {
        var dialog = await Dialogs.ShowAsync<RevokeBatchDialog>("Revoke",
            new DialogParameters<RevokeBatchDialog> { { x => x.Selection, Chosen } });
        if (await dialog.Result is { Canceled: false, Data: string batch })
        {
            Navigation.NavigateTo($"certificates/revocations/{batch}");
        }
    }

    private string Address(InventoryRow row) => row.Authority is { } authority
        ? $"authorities?id={authority.Id}" : List.Link("id", row.Certificate!.Id.ToString());

    private static object KeyOf(InventoryRow row) => row.Authority is { } authority ? authority.Id : row.Certificate!.Key;

    private static string SerialOf(
        InventoryRow row) => row.Certificate?.SerialNumber ?? SerialNumber.OfCertificate(row.Authority!.Der).ToString();

    private static DateTimeOffset IssuedOf(InventoryRow row) => row.Certificate?.NotBefore ?? row.Authority!.CreatedAt;

    private static (CertificateId Key, string Label)? TickOf(InventoryRow row) =>
        row.Certificate is { } certificate ? (certificate.Id, $"Select {certificate.SerialNumber} of {certificate.ThingName}") : null;

    private void Close() => List.Show("id", null);
}
