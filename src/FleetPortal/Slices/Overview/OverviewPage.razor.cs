using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Attempts;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Inventory;
using FleetPortal.Fleet.Things;
using FleetPortal.Fleet.Topics;
using FleetPortal.Slices.Waves;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Slices.Overview;

/// <summary>The Overview: headline, things to do, status counts, expiring certificates and live connections.</summary>
public sealed partial class OverviewPage
{
    private const int Weeks = 60;
    private const int RefusedShown = 3;

    private FleetCounts? _counts;
    private IReadOnlyList<ExpiryWeek> _forecast = [];
    private IReadOnlyList<AttemptView> _refused = [];
    private IReadOnlyList<ExpiryWarning> _warnings = [];
    private List<AttentionItem> _todo = [];
    private RenewalStorm? _storm;
    private int _open;
    private double _perSecond;
    private int? _usual;
    private IReadOnlyList<PulseSample> _samples = [];

    [Inject]
    private ThingQueries Things { get; set; } = null!;

    [Inject]
    private CertificateQueries Certificates { get; set; } = null!;

    [Inject]
    private ExpiryQueries Expiry { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private AttemptQueries Attempts { get; set; } = null!;

    [Inject]
    private ConnectionQueries Connections { get; set; } = null!;

    [Inject]
    private TopicQueries Topics { get; set; } = null!;

    [Inject]
    private IEnumerable<IAttentionSource> Attention { get; set; } = null!;

    [Inject]
    private FleetPulse Pulse { get; set; } = null!;

    private FleetHeadline? Headline =>
        Reading.ShowsContent && _counts is { } counts ? FleetHeadline.Of(counts, _warnings, _usual, _todo.Count) : null;

    private string? HeadlineIcon => Headline switch
    {
        null => null,
        { IsWell: true } => FleetIcons.Active,
        { Address: null } => FleetIcons.Info,
        _ => FleetIcons.Warning,
    };

    /// <inheritdoc/>
    protected override bool Samples => true;

    /// <summary>Certificates expire without an event.</summary>
    protected override bool Ages => true;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _counts = await Things.CountAsync(Actor, cancellationToken);
        _forecast = await Certificates.ForecastAsync(Weeks, Actor, cancellationToken);
        _storm = RenewalStorm.Find(_forecast);
        _warnings = await Expiry.WarningsAsync(Actor, cancellationToken);
        _refused = await Attempts.ListAsync(null, allowed: false, null, RefusedShown, Actor, cancellationToken);
        var context = new AttentionContext(Actor,
            Viewer.Now, Viewer.Day) { Counts = _counts, Warnings = _warnings, Storm = _storm, Refused = _refused };
        List<AttentionItem> todo = [];
        foreach (var source in Attention.OrderBy(source => source.Order))
        {
            todo.AddRange(await source.ReadAsync(context, cancellationToken));
        }

        _todo = todo;
    }

    /// <inheritdoc/>
    protected override void Sample() => (_open, _perSecond, _usual, _samples) =
        (Connections.Count(Actor), Topics.PerSecond(Actor), Pulse.Usual(Actor), Pulse.Samples(Actor));

    private Task RotateAsync(AttentionItem entry) => StartWaveDialog.AskAsync(Dialogs, Navigation, entry.Rotate!, entry.SpreadDays);
}
