using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Compliance;
using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Compliance;

/// <summary>The scorecard of Best Practice 1.1: every sentence with what was counted, the trend, and the way to the report.</summary>
public sealed partial class BestPracticePage
{
    private Scorecard? _scorecard;
    private ScorecardHistory _history = new([], new Dictionary<string, DateOnly>());
    private ListState? _list;

    [SupplyParameterFromQuery(Name = "control")]
    private string? OpenControl { get; set; }

    [Inject]
    private ComplianceQueries Compliance { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Ages => true;

    private string Heading => _scorecard is { } scorecard
        ? $"Best Practice 1.1: {ScoreArithmetic.Points(scorecard.Score)} of 100" : "Best Practice 1.1";

    private ListState List => _list ??= new ListState(Navigation);

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        _scorecard = await Compliance.ReadAsync(Actor, cancellationToken);
        _history = await Compliance.HistoryAsync(ScorecardHistory.DefaultDays, Actor, cancellationToken);
    }

    /// <summary>Measuring takes long with many Things, so an event alone is no reason for it. The page reads once a minute.</summary>
    protected override bool Concerns(FleetEvent fleetEvent) => false;

    private string AddressOf(string? control) => List.Link("control", control);
}
