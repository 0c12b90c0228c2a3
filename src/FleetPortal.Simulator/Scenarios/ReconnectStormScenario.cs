using System.Globalization;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>Many devices lose their connections at the same moment and come back at the same moment.</summary>
internal sealed class ReconnectStormScenario : IScenario
{
    private const int Devices = 40;

    public string Name => "reconnect-storm";

    public string Title => "Reconnect storm";

    public string Summary => "Forty pumps behind one router lose their lines at the same moment and come back at once. "
        + "All of them are accepted again, and nobody is reported as a clone.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("Forty pumps get their certificates", "each has a key of its own"),
        new("All are connected", "from one address"),
        new("All lines drop, and all come back at once", "without a pause"),
        new("The portal reports nothing", "forty devices, forty certificates"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        IReadOnlyList<ScenarioThing> things = [];
        IReadOnlyList<ScenarioDevice> devices = [];
        await run.StepAsync(async () => things = await run.AddThingsAsync("reconnect-storm", Devices, cancellationToken));
        await run.StepAsync(async () =>
        {
            devices = [.. things.Select(thing => run.AddDevice(thing))];
            await Task.WhenAll(devices.Select(device => device.RequireConnectAsync(cancellationToken)));
        });
        await run.StepAsync(async () =>
        {
            var dropped = run.Elapsed;
            foreach (var device in devices)
            {
                device.Drop();
            }

            await Task.WhenAll(devices.Select(device => device.RequireConnectAsync(cancellationToken)));
            run.Say(string.Create(CultureInfo.InvariantCulture,
                $"{Devices} of {Devices} are back after {(run.Elapsed - dropped).TotalSeconds:0.0} s"));
        });
        await run.StepAsync(() => run.RequireNoFindingAsync(things, cancellationToken));
    }
}
