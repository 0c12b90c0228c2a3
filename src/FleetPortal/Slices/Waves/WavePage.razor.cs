using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Waves;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Waves;

/// <summary>
/// The page with the progress of a wave, its failures and its lost messages. The wave runs in the background and continues after a restart.
/// </summary>
public sealed partial class WavePage
{
    // The API lists more names.
    private const int MostNames = 500;

    private WaveView? _wave;
    private (string Code, string Message)? _listed;
    private IReadOnlyList<string> _names = [];
    private string? _fault;

    /// <summary>The id of the wave.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private WaveQueries Waves { get; set; } = null!;

    [Inject]
    private PauseWave Pause { get; set; } = null!;

    [Inject]
    private ResumeWave Resume { get; set; } = null!;

    [Inject]
    private StopWave Stop { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    // Below a refusal the wave of the address before is not shown.
    private WaveView? Shown => Reading.ShowsContent ? _wave : null;

    /// <summary>Messages are counted in memory, until some time after the last Thing had its turn.</summary>
    protected override bool Samples => Shown is { } wave
        && (wave.State != WaveState.Done || Viewer.Now < wave.EndedAt + WaveQueries.CountedAfter);

    /// <summary>When it will be done, and how many Things are not connected, changes without an event of the wave.</summary>
    protected override bool Ages => Shown is { State: not WaveState.Done };

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => fleetEvent.Kind == FleetEventKind.WaveChanged;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        // The router reuses this component for the next wave: clear the data of the previous one.
        if (_wave is not null && _wave.Id != Id)
        {
            (_wave, _listed, _names, _fault) = (null, null, [], null);
        }

        _wave = await Waves.FindAsync(Id, Actor, cancellationToken) ?? throw FleetError.NotFound(WaveErrors.NotFound, Id);
        await ReadNamesAsync();
    }

    /// <inheritdoc/>
    protected override void Sample() => _wave = _wave is null ? null : Waves.Sample(_wave, Actor);

    private static string Headline(WaveView wave) => wave.State switch
    {
        WaveState.Done => RotatedOf(wave) + (wave.Failed == 0 ? "" : $", {Number(wave.Failed)} failed"),
        WaveState.Stopped when wave.StoppedItself => $"Stopped: too many failed, {RotatedOf(wave)}",
        WaveState.Stopped => $"Stopped: {RotatedOf(wave)}",
        WaveState.Paused => $"Paused: {RotatedOf(wave)}",
        _ when wave.InFlight == 0
            && wave.Waiting > 0 && wave.Waiting == wave.Absent => $"Waiting for {Count(wave.Absent, "Thing")} to connect",
        _ => $"Rotating {Count(wave.Total, "Thing")}",
    };

    private static int Rotated(WaveView wave) => wave.Committed + wave.Proven;

    private static string RotatedOf(WaveView wave) => $"{Number(Rotated(wave))} of {Count(wave.Total, "Thing")} rotated";

    private static ProgressPart[] Parts(WaveView wave) =>
    [
        new("Done", wave.Committed, "old certificate revoked", "committed"),
        new("Using the new key", wave.Proven, "old certificate in its grace period", "proven"),
        new("Asked, waiting", wave.InFlight, "for the new certificate", "flight"),
        new("Failed", wave.Failed, "old certificate still works", "failed"),
        new("Not started", wave.Waiting, wave.Absent > 0 ? $"{Number(wave.Absent)} not connected" : $"of {Number(wave.Total)}"),
    ];

    private static string Ended(WaveView wave) => wave switch
    {
        { State: WaveState.Paused } => "Paused.",
        { Reason: { } reason } when !wave.StoppedItself => char.ToUpperInvariant(reason[0]) + reason[1..] + ".",
        { Reason: { } reason } => $"Stopped: {reason}.",
        _ => "Stopped.",
    };

    private ProgressReport? Report => Shown is not { } wave ? null
        : new(Headline(wave), Lead(wave), wave.Total, Rotated(wave) + wave.Failed + wave.TakenOver, Parts(wave));

    private string Lead(WaveView wave) => string.Join(
        " · ",
        wave.Query.Length == 0 ? "Every Thing with an active certificate" : wave.Query,
        $"{Number(wave.MostInFlight)} at the same time",
        $"stops if more than {wave.StopPercent} % fail",
        $"started {Viewer.Exact(wave.CreatedAt)} by {wave.CreatedBy}{Expected(wave)}");

    private string Expected(WaveView wave) => wave switch
    {
        { DoneAbout: { } about, Absent: 0 } => $" · done about {Viewer.Exact(about)}",
        { DoneAbout: { } about } => $" · those connected are done about {Viewer.Exact(about)}",
        _ => "",
    };

    private bool IsListed(WaveFailure failure) => _listed == (failure.Code, failure.Message);

    private IReadOnlyList<string> NamesOf(WaveFailure failure) => IsListed(failure) ? _names : failure.Examples;

    private Task ListAsync(WaveFailure failure)
    {
        _listed = IsListed(failure) ? null : (failure.Code, failure.Message);
        return ReadNamesAsync();
    }

    private async Task ReadNamesAsync() =>
        _names = _wave?.Failures.FirstOrDefault(IsListed) is { } failure ? await Waves.NamesAsync(Id, failure, MostNames, Actor, Left) : [];

    private Task RetryAsync() => StartWaveDialog.AskAsync(Dialogs, Navigation, new WaveSelection(FailedIn: Id));

    private Task PauseAsync() => ActAsync(Pause.ExecuteAsync);

    private Task ResumeAsync() => ActAsync(Resume.ExecuteAsync);

    private Task StopAsync() => ActAsync(Stop.ExecuteAsync);

    private async Task ActAsync(Func<string, Actor, CancellationToken, Task<WaveView>> action)
    {
        try
        {
            _fault = null;
            _wave = await action(Id, Actor, Left);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
