using System.CommandLine;
using FleetPortal.Components.Controls;
using FleetPortal.Configuration;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Audit;

/// <summary>The slice of the audit: page, API, export, and the verification of the hash chain.</summary>
internal sealed class AuditSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Audit";

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
        [new("Audit", "audit", FleetIcons.Audit, NavigationGroup.Records, Words: "log history who changed")];

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings) => services.AddSingleton<IAttentionSource, BrokenChain>();

    /// <inheritdoc/>
    public void MapApi(RouteGroupBuilder api) => AuditEndpoints.Map(api);

    /// <inheritdoc/>
    public void Map(WebApplication app) => AuditEndpoints.MapExport(app);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [AuditCommand.Create(settings)];
}
