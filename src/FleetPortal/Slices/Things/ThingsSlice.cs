using System.CommandLine;
using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Fleet.Things;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Things;

/// <summary>The slice of Things: list, page, register, change, contain, retire, send commands.</summary>
internal sealed class ThingsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Things";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => ThingsSettings.All;

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Things", "things", FleetIcons.Things, NavigationGroup.Identities, Words: "devices")
        {
            Count = async (services, actor, cancellationToken) =>
                (await services.GetRequiredService<ThingQueries>().CountAsync(actor, cancellationToken)).Things,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette =>
        [new("Register Thing", "action", "things?new=1", FleetIcons.Add, Permission.ManageThings, "new add")];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IPaletteSource, ThingsByName>();
        services.AddSingleton<IPaletteSource, ThingByTopic>();
        services.AddSingleton<IPaletteSource, GroupsByName>();
        services.AddSingleton<IAttentionSource, ThingsWithoutAccess>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => ThingEndpoints.Map(api);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [SeedCommand.Create(settings)];
}
