using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Findings;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Findings;

/// <summary>The slice of findings: what the clone detector and the sweeps of the registry found, and what was done about it.</summary>
internal sealed class FindingsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Findings";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => FindingsSettings.All;

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Findings", "findings", FleetIcons.Findings, NavigationGroup.Records, Words: "clone compromise security")
        {
            Count = async (services, actor, cancellationToken) =>
                (await services.GetRequiredService<FindingQueries>().CountAsync(actor, cancellationToken)).Open,
        },
    ];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IPaletteSource, FindingsByText>();
        services.AddSingleton<IAttentionSource, OpenFindings>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => FindingEndpoints.Map(api);
}
