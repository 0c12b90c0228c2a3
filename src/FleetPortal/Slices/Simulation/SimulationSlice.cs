using System.CommandLine;
using FleetPortal.Configuration;

namespace FleetPortal.Slices.Simulation;

/// <summary>The slice of the built-in simulator and of the command <c>simulate</c>.</summary>
internal sealed class SimulationSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Simulation";

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => SimulationSettings.All;

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings) => services.AddSimulation(settings);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [SimulateCommand.Create()];
}
