using FleetPortal.Fleet.Waves;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Waves;

/// <summary>The page with the newest waves.</summary>
public sealed partial class WavesPage
{
    private IReadOnlyList<WaveView> _waves = [];

    [Inject]
    private WaveQueries Waves { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task LoadAsync(
        CancellationToken cancellationToken) => _waves = await Waves.ListAsync(Actor, cancellationToken);
}
