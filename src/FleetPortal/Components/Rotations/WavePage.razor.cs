using System.Globalization;
using FleetPortal.Fleet;
using FleetPortal.Fleet.Rotation;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Components.Rotations;

/// <summary>How far a wave is, why some failed, and whether a message was lost. It goes on while nobody looks, and after a restart.</summary>
public sealed partial class WavePage
{
    private WaveView? _wave;
    private string? _fault;

    /// <summary>Which wave.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    [Inject]
    private WaveQueries Waves { get; set; } = null!;

    [Inject]
    private SteerWave Steer { get; set; } = null!;

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
