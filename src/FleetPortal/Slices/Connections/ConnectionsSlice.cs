using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Connections;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Connections;

/// <summary>The slice of live connections and of connect attempts with their checks.</summary>
internal sealed class ConnectionsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Connections";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => ConnectionsSettings.All;

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Connections", "connections", FleetIcons.Connections, NavigationGroup.Activity, Words: "live sessions")
        {
            Count = (services, actor, _) => Task.FromResult(services.GetRequiredService<ConnectionQueries>().Count(actor)),
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette =>
        [new("Refused attempts", "page", "connections/attempts?outcome=refused", FleetIcons.Refused, Words: "why")];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IPaletteSource, ConnectionsByAddress>();
        services.AddSingleton<IPaletteSource, AttemptsByText>();
        services.AddSingleton<IAttentionSource, RefusedThing>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => ConnectionEndpoints.Map(api);
}
