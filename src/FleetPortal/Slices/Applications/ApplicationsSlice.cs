using System.CommandLine;
using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Fleet.Applications;
using FleetPortal.Fleet.Kernel;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Applications;

/// <summary>The slice of applications: back ends that hear the fleet and send commands.</summary>
internal sealed class ApplicationsSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Applications";

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Applications", "applications", FleetIcons.Applications, NavigationGroup.Activity, Words: "back ends consumers listeners")
        {
            Count = (services, actor, cancellationToken) =>
                services.GetRequiredService<ApplicationQueries>().CountAsync(null, actor, cancellationToken),
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<PaletteEntry> Palette =>
        [new("Add an application", "action", "applications?add=true", FleetIcons.Applications, Permission.Administer)];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddSingleton<IPaletteSource, ApplicationsByName>();
        services.AddSingleton<IAttentionSource, ApplicationsWithoutAccess>();
    }

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => ApplicationEndpoints.Map(api);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [ApplicationCommand.Create(settings)];
}
