using System.Globalization;
using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Connections;
using FleetPortal.Fleet.Expiry;
using FleetPortal.Fleet.Revocation;
using FleetPortal.Fleet.Rotation;
using FleetPortal.Fleet.State;
using FleetPortal.Fleet.Things;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Overview;

/// <summary>What somebody should look at, most urgent first, each with its next step.</summary>
public sealed partial class WaitingList
{
    /// <summary>The figures.</summary>
    [Parameter, EditorRequired]
    public FleetCounts Counts { get; set; } = null!;

    /// <summary>What runs out, tightest first.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<ExpiryWarning> Warnings { get; set; } = [];

    /// <summary>What is wrong with the portal itself.</summary>
    [Parameter, EditorRequired]
    public PortalState State { get; set; } = null!;

    /// <summary>The week in which far too much ends, or null.</summary>
    [Parameter]
    public RenewalStorm? Storm { get; set; }

    /// <summary>The storm is to be spread.</summary>
    [Parameter]
    public EventCallback OnSpread { get; set; }

    [Inject]
    private ExpiryPolicy Policy { get; set; } = null!;

    [Inject]
    private Viewer Viewer { get; set; } = null!;

    /// <summary>Revocations that are not done.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OpenRevocationBatch> Batches { get; set; } = [];

    /// <summary>Rotation waves that are not done.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<OpenWave> Waves { get; set; } = [];

    /// <summary>Whether there is an authority that signs where nobody chose another.</summary>
    [Parameter, EditorRequired]
    public bool Issues { get; set; }

    /// <summary>The newest refusals.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<AttemptView> Refused { get; set; } = [];

    /// <summary>Each warning with all that run out until then, as its link lists them.</summary>
    private IEnumerable<(ExpiryWarning Warning, int Things)> Cumulated => Warnings.Select((warning, index) => (warning, Warnings.Take(index + 1).Sum(tighter => tighter.Things)));

    private static string WaveWords(OpenWave wave) =>
        $"{N(wave.Came)} of {N(wave.Total)} Things are rotated{(wave.Failed == 0 ? "" : $", {N(wave.Failed)} failed")}{wave.State switch { WaveState.Paused => ": paused", WaveState.Stopped => ": stopped, too many failed", _ => "" }}";

    private static string BatchWords(OpenRevocationBatch batch) => batch.State switch
    {
        BatchState.Canary => $"A revocation of {N(batch.Total)} waits after its canary of {N(batch.Canary)}",
        BatchState.Stopped => $"A revocation of {N(batch.Total)} was stopped",
        _ => $"{N(batch.Total)} certificates are being revoked",
    };

    private static string N(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Days(int days) => days == 1 ? "a day" : $"{days} days";

    private static string Span(TimeSpan span) => span switch
    {
        { TotalHours: < 2 } => $"{span.TotalMinutes:0} minutes",
        { TotalDays: < 2 } => $"{span.TotalHours:0} hours",
        _ => $"{span.TotalDays:0} days",
    };
}
