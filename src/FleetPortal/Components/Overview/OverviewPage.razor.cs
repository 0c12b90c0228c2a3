using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Components.Rotations;
using FleetPortal.Fleet.Authorities;
using FleetPortal.Fleet.Certificates;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotation;
using FleetPortal.Fleet.State;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Overview;

/// <summary>Is anything wrong, what expires when, what waits for me.</summary>
public sealed partial class OverviewPage
{
    private const int Weeks = 60;
    private const int RefusedShown = 3;

    private FleetCounts? _counts;
    private IReadOnlyList<ExpiryWeek> _forecast = [];
    private IReadOnlyList<AttemptView> _refused = [];
    private IReadOnlyList<ExpiryWarning> _warnings = [];
    private IReadOnlyList<OpenRevocationBatch> _batches = [];
    private IReadOnlyList<OpenWave> _waves = [];
    private bool _issues = true;
    private RenewalStorm? _storm;
    private PortalState _state = new(0, 0, TimeSpan.Zero);

    [Inject]
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private CertificateQueries Certificates { get; set; } = null!;

    [Inject]
    private ExpiryQueries Expiry { get; set; } = null!;

    [Inject]
    private RevocationBatchQueries Revocations { get; set; } = null!;

    [Inject]
    private PortalStateQuery State { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private AttemptQueries Attempts { get; set; } = null!;

    [Inject]
    private LiveConnections Live { get; set; } = null!;

    [Inject]
    private TopicActivity Activity { get; set; } = null!;

    [Inject]
    private WaveQueries Waves { get; set; } = null!;

    [Inject]
    private AuthorityQueries Authorities { get; set; } = null!;

    [Inject]
    private FleetPulse Pulse { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Ticks => true;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _state = await State.AskAsync(cancellationToken);
        _counts = await Things.CountAsync(Actor, cancellationToken);
        _forecast = await Certificates.ForecastAsync(Weeks, Actor, cancellationToken);
        _storm = RenewalStorm.Find(_forecast);
        _warnings = await Expiry.WarningsAsync(Actor, cancellationToken);
        _batches = await Revocations.OpenAsync(Actor, cancellationToken);
        _waves = await Waves.OpenAsync(Actor, cancellationToken);
        _issues = await Authorities.AnySignsAsync(Actor, cancellationToken);
        _refused = await Attempts.ListAsync(null, allowed: false, null, RefusedShown, Actor, cancellationToken);
    }

    /// <summary>A wave over everything that ends until the storm is over, whose new certificates end at different times.</summary>
    private async Task SpreadAsync()
    {
        var until = (int)Math.Ceiling((_storm!.From.AddDays(7) - Viewer.Now).TotalDays);
        await StartWaveDialog.AskAsync(Dialogs, Navigation, new WaveSelection($"expires<{until}d"), _storm.SpreadWeeks * 7);
    }

    private static string Headline(FleetCounts counts) => counts switch
    {
        { Things: 0 } => "No Things yet",
        { Stranded: > 0 } => $"{Number(counts.Stranded, "Thing is", "Things are")} shut out with an authority",
        { OnHold: > 0 } => $"{Number(counts.OnHold, "certificate is", "certificates are")} on hold",
        { Expired: > 0 } => $"{Number(counts.Expired, "certificate has", "certificates have")} expired",
        _ => $"The fleet is well: {counts.Connected.ToString("N0", CultureInfo.InvariantCulture)} of {Number(counts.Things, "Thing is", "Things are")} connected",
    };

    private static string Number(int number, string one, string many) => $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : many)}";
}
