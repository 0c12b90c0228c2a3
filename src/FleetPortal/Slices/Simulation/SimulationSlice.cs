using System.CommandLine;
using FleetPortal.Components.Controls;
using FleetPortal.Configuration;

namespace FleetPortal.Slices.Simulation;

/// <summary>The slice of the built-in simulator, its page and the command <c>simulate</c>.</summary>
internal sealed class SimulationSlice : IPortalSlice
{
    /// <inheritdoc/>
    public string Name => "Simulation";

    /// <inheritdoc/>
    public IEnumerable<NavigationEntry> Navigation =>
    [
        new("Simulator", "simulator", FleetIcons.Simulator, NavigationGroup.Foot, Words: "scenarios clone demo")
        {
            Count = (services, _, _) => Task.FromResult(services.GetRequiredService<ScenarioDesk>().Things),
            IsShown = services => services.GetRequiredService<ScenarioDesk>().IsOpen,
        },
    ];

    /// <inheritdoc/>
    public IEnumerable<Setting> SettingKeys => SimulationSettings.All;

    /// <inheritdoc/>
    public void AddServices(IServiceCollection services, PortalSettings settings) => services.AddSimulation(settings);

    /// <inheritdoc/>
    public IEnumerable<Command> Commands(string[] settings) => [SimulateCommand.Create()];
}
