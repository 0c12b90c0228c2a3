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

    /// <inheritdoc/>
    protected override bool Ticks => _wave is not { State: WaveState.Done, EndedAt: { } end } || Viewer.Now < end + WaveQueries.CountedAfter;

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

    private static string Headline(WaveView wave) => wave.State switch
    {
        WaveState.Done => Rotated(wave) + (wave.Failed == 0 ? "" : $", {Number(wave.Failed)} failed"),
        WaveState.Stopped when wave.StoppedItself => $"Stopped: too many failed, {Rotated(wave)}",
        WaveState.Stopped => $"Stopped: {Rotated(wave)}",
        WaveState.Paused => $"Paused: {Rotated(wave)}",
        _ when wave.InFlight == 0 && wave.Waiting > 0 && wave.Waiting == wave.Absent => $"Waiting for {Count(wave.Absent, "Thing")} to connect",
        _ => $"Rotating {Count(wave.Total, "Thing")}",
    };

    private static string Rotated(WaveView wave) => $"{Number(wave.Committed + wave.Proven)} of {Count(wave.Total, "Thing")} rotated";

    private static string Ended(WaveView wave) => wave switch
    {
        { State: WaveState.Paused } => "Paused.",
        { Reason: { } reason } when !wave.StoppedItself => char.ToUpperInvariant(reason[0]) + reason[1..] + ".",
        { Reason: { } reason } => $"Stopped: {reason}.",
        _ => "Stopped.",
    };

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
