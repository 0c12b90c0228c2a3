using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Jobs;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Waves;

/// <summary>The slice of waves, which rotate the certificates of many Things, a few at a time.</summary>
internal sealed class WavesSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Waves";

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette =>
    [
        new("Rotations", "page", "rotations", FleetIcons.Rotate, Words: "waves"),
        new("Rotate certificates", "action: choose the Things first", "things", FleetIcons.Rotate, Permission.Issue, "renew wave"),
    ];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IJobSource, WaveJobs>();
        services.AddSingleton<IAttentionSource, OpenWaves>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => WaveEndpoints.Map(api);
}
