using System.Globalization;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Rotation;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace FleetPortal.Components.Rotations;

/// <summary>How far a wave is, why some failed, and whether a message was lost. It goes on while nobody looks, and after a restart.</summary>
public sealed partial class WavePage
{
    private WaveView? _wave;
    private IReadOnlyList<(string Thing, string Code, string Message)> _failed = [];
    private string? _listed;
    private string? _fault;

    /// <summary>Which wave.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private WaveQueries Waves { get; set; } = null!;

    [Inject]
    private SteerWave Steer { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Ticks => _wave is not { State: WaveState.Done, EndedAt: { } end } || Viewer.Now < end + WaveQueries.CountedAfter;

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken) =>
        _wave = await Waves.FindAsync(Id, Actor, cancellationToken) ?? throw FleetError.NotFound("wave", Id);

    private static string N(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Headline(WaveView wave) => wave.State switch
    {
        WaveState.Done => $"{N(wave.Committed)} of {N(wave.Total)} Things rotated",
        _ => $"Rotating {N(wave.Total)} {(wave.Total == 1 ? "Thing" : "Things")}",
    };

    private IEnumerable<string> NamesOf(WaveFailure failure) => _listed == failure.Message ? _failed.Where(one => one.Message == failure.Message).Select(one => one.Thing) : failure.Examples;

    private async Task ListAsync(WaveFailure failure)
    {
        _listed = _listed == failure.Message ? null : failure.Message;
        _failed = _listed is null ? [] : await Waves.FailedAsync(Id, Actor, Left);
    }

    private async Task RetryAsync()
    {
        var dialog = await Dialogs.ShowAsync<StartWaveDialog>("Retry", new DialogParameters { ["Things"] = new WaveSelection(FailedIn: Id) });
        if (await dialog.Result is { Canceled: false, Data: string wave })
        {
            Navigation.NavigateTo($"rotations/{wave}");
        }
    }

    private async Task SteerAsync(WaveState to)
    {
        try
        {
            _fault = null;
            _wave = await Steer.ExecuteAsync(Id, to, Actor, Left);
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }
    }
}
