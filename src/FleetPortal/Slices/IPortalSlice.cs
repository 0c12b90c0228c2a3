using System.CommandLine;
using FleetPortal.Configuration;

namespace FleetPortal.Slices;

/// <summary>
/// One capability of the portal: its endpoints, contracts, commands, pages and dialogs stand in one folder, and this type adds them to the
/// application. <see cref="PortalSlices"/> lists every slice. A member that a slice does not need has an empty default.
/// </summary>
public interface IPortalSlice
{
    /// <summary>The name of the slice: the name of its folder and the end of its namespace.</summary>
    string Name { get; }

    /// <summary>Its pages in the navigation; the palette offers them too.</summary>
    IEnumerable<NavigationEntry> Navigation => [];

    /// <summary>Actions and pages that only the palette offers.</summary>
    IEnumerable<PaletteEntry> Palette => [];

    /// <summary>Its sections of the page <i>Settings</i>.</summary>
    IEnumerable<SettingsSection> Settings => [];

    /// <summary>Registers its services and what it contributes to lists: upkeep steps, attention items, palette results, kinds of jobs.</summary>
    void AddServices(IServiceCollection services, PortalSettings settings)
    {
    }

    /// <summary>Maps its endpoints below <c>/api/v1</c>. The group asks for an API token; each use case asks for its right.</summary>
    void MapApi(RouteGroupBuilder api)
    {
    }

    /// <summary>Maps endpoints outside the API, such as files for devices.</summary>
    void Map(WebApplication app)
    {
    }

    /// <summary>Its commands of the command line.</summary>
    /// <param name="settings">The settings given as <c>--Section:Key=value</c>.</param>
    IEnumerable<Command> Commands(string[] settings) => [];
}
