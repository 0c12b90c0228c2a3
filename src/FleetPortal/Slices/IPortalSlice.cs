using System.CommandLine;
using FleetPortal.Configuration;

namespace FleetPortal.Slices;

/// <summary>
/// One capability of the portal. Its endpoints, contracts, commands, pages and dialogs are in one folder, and its implementation of this
/// interface adds them to the application. <see cref="PortalSlices"/> lists every slice. All members except the name have an empty default.
/// </summary>
public interface IPortalSlice
{
    /// <summary>The name of the slice. It equals the name of its folder and the last part of its namespace.</summary>
    string Name { get; }

    /// <summary>The pages of the slice in the navigation. The palette offers them too.</summary>
    IEnumerable<NavigationEntry> Navigation => [];

    /// <summary>Actions and pages that only the palette offers.</summary>
    IEnumerable<PaletteEntry> Palette => [];

    /// <summary>The sections of the slice on the page <i>Settings</i>.</summary>
    IEnumerable<SettingsSection> Settings => [];

    /// <summary>
    /// The settings of the slice, with their defaults and limits. A configured key that is in no list prevents the start.
    /// </summary>
    IEnumerable<Setting> SettingKeys => [];

    /// <summary>
    /// Registers the services of the slice, and its upkeep steps, start steps, attention items, palette sources, device routes and job
    /// sources.
    /// </summary>
    void AddServices(IServiceCollection services, PortalSettings settings)
    {
    }

    /// <summary>
    /// Maps the endpoints of the slice below <c>/api/v1</c>. The group requires an API token; each use case checks its right.
    /// </summary>
    void MapApi(RouteGroupBuilder api)
    {
    }

    /// <summary>Maps endpoints outside the API, such as files for devices.</summary>
    void Map(WebApplication app)
    {
    }

    /// <summary>The commands of the slice on the command line.</summary>
    /// <param name="settings">The settings of the command line, each as <c>--Section:Key=value</c>.</param>
    IEnumerable<Command> Commands(string[] settings) => [];
}
