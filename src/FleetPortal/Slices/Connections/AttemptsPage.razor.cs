using System.Globalization;
using FleetPortal.Broker.Handshakes;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Connections;

/// <summary>
/// The page of connect attempts with their checks, which tells why a device cannot connect. The filters are in the address.
/// </summary>
public sealed partial class AttemptsPage
{
    private const int Shown = 100;
    private const int MaxText = AttemptQuery.MaxText;
    private const long MaxMilliseconds = 253_402_300_800_000;

    private static readonly (string? Value, string Words)[] Outcomes = [(null, "All"), ("refused", "Refused"), ("allowed", "Accepted")];

    private static readonly (string Value, string Words, TimeSpan Span)[] Spans =
    [
        ("15m", "Last 15 minutes", TimeSpan.FromMinutes(15)), ("1h", "Last hour", TimeSpan.FromHours(1)),
        ("24h", "Last 24 hours", TimeSpan.FromHours(24)), ("7d", "Last 7 days", TimeSpan.FromDays(7)),
    ];

    private IReadOnlyList<AttemptView> _attempts = [];
    private AttemptView? _opened;
    private DateTimeOffset? _pausedAt;
    private (AttemptQuery Filter, string? Before, string? Since)? _listed;
    private int _new;
    private int _open;

    [Inject]
    private ConnectionProbes Probes { get; set; } = null!;

    // These are strings, because for a value that is not a number the framework would fail the page.
    [SupplyParameterFromQuery(Name = "id")]
    private string? Id { get; set; }

    [SupplyParameterFromQuery(Name = "before")]
    private string? Before { get; set; }

    [SupplyParameterFromQuery(Name = "outcome")]
    private string? Outcome { get; set; }

    [SupplyParameterFromQuery(Name = "thing")]
    private string? Thing { get; set; }

    [SupplyParameterFromQuery(Name = "q")]
    private string? Text { get; set; }

    [SupplyParameterFromQuery(Name = "code")]
    private string? Code { get; set; }

    [SupplyParameterFromQuery(Name = "since")]
    private string? Since { get; set; }

    [Inject]
    private AttemptQueries Attempts { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private bool IsFiltered => Filter != new AttemptQuery();

    // "1764121029123.42": the time and the id of the last row of the previous page.
    private AttemptPlace? Place => Before?.Split('.') is [var at, var key]
        && AddressQuery.Number(at) is { } milliseconds and < MaxMilliseconds && AddressQuery.Number(key) is { } id
        ? new AttemptPlace(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), id)
        : null;

    private AttemptQuery Filter => new(
        Cut(Thing),
        Outcome switch
        {
            "refused" => false,
            "allowed" => true,
            _ => null,
        },
        Text: Cut(Text),
        Code: Cut(Code),
        Since: Spans.FirstOrDefault(span => span.Value == Since) is { Value: not null } span ? Viewer.Now - span.Span : null);

    private ListState List => field ??= new ListState(Navigation, "before", "id");

    private (AttemptQuery Filter, string? Before, string? Since) Shows => (Filter with { Since = null }, Before, Since);

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.AttemptRecorded;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        var id = AddressQuery.Number(Id);
        _opened = id is null ? null : await Attempts.FindAsync(id.Value, Actor, cancellationToken);
        if (_pausedAt is not null && _attempts.Count > 0 && _listed == Shows)
        {
            _new = await Attempts.CountAfterAsync(Filter, _attempts[0].At, Actor, cancellationToken);
            return;
        }

        (_listed, _new) = (Shows, 0);
        _attempts = await Attempts.ListAsync(Filter, Place, Shown, Actor, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Sample() => _open = Connections.Count(Actor);

    private static string? Cut(string? text)
    {
        var words = text?.Trim() ?? "";
        return words.Length switch
        {
            0 => null,
            > MaxText => words[..MaxText],
            _ => words,
        };
    }

    private static string Behind(
        AttemptView last) => string.Create(CultureInfo.InvariantCulture, $"{last.At.ToUnixTimeMilliseconds()}.{last.Id}");

    private async Task PauseAsync()
    {
        (_pausedAt, _new) = (_pausedAt is null ? Viewer.Now : null, 0);
        await ReloadAsync();
    }
}
