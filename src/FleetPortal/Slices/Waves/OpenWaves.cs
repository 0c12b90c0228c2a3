using FleetPortal.Components.Controls;
using FleetPortal.Fleet.Waves;
using FleetPortal.Slices.Overview;
using static FleetPortal.Components.Controls.Quantity;

namespace FleetPortal.Slices.Waves;

/// <summary>Adds an attention item to the Overview for each wave that is not complete.</summary>
internal sealed class OpenWaves(WaveQueries waves) : IAttentionSource
{
    /// <inheritdoc/>
    public int Order => AttentionOrder.Jobs;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AttentionItem>> ReadAsync(AttentionContext context, CancellationToken cancellationToken) =>
    [
        .. (await waves.OpenAsync(context.Actor, cancellationToken)).Select(wave => new AttentionItem(
            FleetIcons.Rotate, Progress(wave),
            $"Started by {wave.CreatedBy}", $"rotations/{wave.Id}", "Open") { StartedAt = wave.CreatedAt }),
    ];

    private static string Progress(OpenWave wave)
    {
        var failed = wave.Failed == 0 ? "" : $", {Number(wave.Failed)} failed";
        var state = wave.State switch { WaveState.Paused => ": paused", WaveState.Stopped => ": stopped, too many failed", _ => "" };
        return $"{Number(wave.Came)} of {Count(wave.Total, "Thing", "Things")} rotated{failed}{state}";
    }
}
