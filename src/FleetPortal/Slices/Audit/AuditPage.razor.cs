using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Audit;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Audit;

/// <summary>The audit page: the entries, the panel of one entry, and the state of the hash chain. The filters are in the address.</summary>
public sealed partial class AuditPage
{
    private const int Shown = 100;

    private static readonly (string Value, string Words, TimeSpan Span)[] Spans =
    [
        ("1h", "Last hour", TimeSpan.FromHours(1)), ("24h", "Last 24 hours", TimeSpan.FromHours(24)),
        ("7d", "Last 7 days", TimeSpan.FromDays(7)), ("30d", "Last 30 days", TimeSpan.FromDays(30)),
    ];

    private static readonly IGrouping<string, string>[] Groups = [.. AuditActions.All.GroupBy(AuditActions.GroupOf)];

    private IReadOnlyList<AuditEntry> _entries = [];
    private IReadOnlyList<string> _actors = [];
    private AuditNeighbours? _opened;
    private AuditChainState _chain = new(0, null, null);
    private long _newest;
    private bool _isVerifying;

    // These are strings, because for a value that is not a number the framework would fail the page.
    [SupplyParameterFromQuery(Name = "id")]
    private string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [SupplyParameterFromQuery(Name = "actor")]
    private string? Who { get; set; }

    [SupplyParameterFromQuery(Name = "action")]
    private string? What { get; set; }

    [SupplyParameterFromQuery(Name = "target")]
    private string? Target { get; set; }

    [SupplyParameterFromQuery(Name = "since")]
    private string? Since { get; set; }

    [Inject]
    private AuditQueries Audit { get; set; } = null!;

    [Inject]
    private AuditVerifier Verifier { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private DateTimeOffset? From => Spans.FirstOrDefault(span => span.Value == Since) is { Value: not null } span
        ? Viewer.Now - span.Span : null;

    private AuditFilter Filter => new(Text(Who), Text(What), Text(Target), From);

    private bool IsFiltered => Text(Who) is not null || Text(What) is not null || Text(Target) is not null || From is not null;

    private IEnumerable<string> Actors => Text(Who) is { } who && !_actors.Contains(who) ? _actors.Append(who) : _actors;

    private ListState List => field ??= new ListState(Navigation, "before", "id");

    // An entry that is opened by its link is shown even if the list is empty.
    private bool IsMissing => _entries.Count == 0 && _opened is null;

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind != FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _opened = AddressQuery.Number(Id) is { } id ? await Audit.FindAsync(id, Actor, cancellationToken) : null;
        _entries = await Audit.ListAsync(Filter, AddressQuery.Number(Before), Shown, Actor, cancellationToken);

        // The actors of the filter are read once per visit, not at every event.
        _actors = _actors.Count > 0 ? _actors : await Audit.RecentActorsAsync(Actor, cancellationToken);
        _newest = (await Audit.HeadAsync(Actor, cancellationToken))?.Sequence ?? 0;
        _chain = Verifier.State;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Text(string? text) => text?.Trim() is { Length: > 0 } words ? words : null;

    private string ExportAddress(string format) =>
        $"{AuditEndpoints.ExportPath[1..]}?format={format}" + AddressQuery.Of(
            ("actor", Text(Who)), ("action", Text(What)), ("target", Text(Target)),
            ("from", From?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)));

    private async Task VerifyAsync()
    {
        _isVerifying = true;
        try
        {
            _chain = await Verifier.VerifyAsync(Actor, Left);
        }
        catch (OperationCanceledException)
        {
            // The person has left the page.
        }
        finally
        {
            _isVerifying = false;
        }

        await ReloadAsync();
    }
}
