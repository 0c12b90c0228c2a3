using System.CommandLine;
using FleetPortal.Configuration;
using FleetPortal.Slices.Overview;

namespace FleetPortal.Slices.Health;

/// <summary>The slice of health: the endpoints <c>/health</c> and the commands <c>health</c> and <c>doctor</c>.</summary>
internal sealed class HealthSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Health";

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings)
    {
        services.AddPortalHealth();
        services.AddSingleton<IAttentionSource, PortalFaults>();
    }

    /// <inheritdoc/>
    public void Map(WebApplication app) => app.MapPortalHealth();

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [DoctorCommand.Create(settings), HealthCommand.Create(settings)];
}
