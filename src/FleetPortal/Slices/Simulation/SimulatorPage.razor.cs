using FleetPortal.Fleet.Kernel;
using Microsoft.AspNetCore.Components;

namespace FleetPortal.Slices.Simulation;

/// <summary>The page of the built-in simulator: the running scenario with its steps, and the scenarios that can be run.</summary>
public sealed partial class SimulatorPage
{
    private SimulatorView? _view;
    private string? _fault;
    private bool _isStopping;

    [Inject]
    private ScenarioDesk Desk { get; set; } = null!;

    /// <inheritdoc/>
    protected override bool Samples => true;

    private bool MayRun => Actor.May(Permission.Administer);

    /// <inheritdoc/>
    protected override bool Concerns(FleetEvent fleetEvent) => false;

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override void Sample() => _view = Desk.Read(Actor);

    private Task RunAsync(string name) => TryAsync(() => Desk.StartAsync(name, Actor, Left));

    private async Task StopAsync()
    {
        _isStopping = true;
        await TryAsync(() => Desk.StopAsync(Actor));
        _isStopping = false;
    }

    private async Task TryAsync(Func<Task> action)
    {
        _fault = null;
        try
        {
            await action();
        }
        catch (FleetError e)
        {
            _fault = e.Message;
        }

        await ReloadAsync();
    }
}
