using System.Globalization;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A device with a bad line, which is no clone.</summary>
internal sealed class FlappingDeviceScenario : IScenario
{
    private const int Drops = 30;

    public string Name => "flapping-device";

    public string Title => "A flapping device";

    public string Summary => "A pump with a bad line drops its connection and comes back 30 times. "
        + "That is a nuisance and no clone, so the portal must not report a finding.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("A pump is connected", "with a valid certificate"),
        new("Its line drops 30 times", "without a DISCONNECT"),
        new("The portal reports nothing", "one device at one address"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        ScenarioThing thing = null!;
        ScenarioDevice device = null!;
        await run.StepAsync(async () =>
        {
            thing = await run.AddThingAsync("flapping-device", cancellationToken);
            device = run.AddDevice(thing);
            await device.RequireConnectAsync(cancellationToken);
            run.Say($"{thing.Name}, with a valid certificate");
        });
        await run.StepAsync(async () =>
        {
            for (var drop = 1; drop <= Drops; drop++)
            {
                device.Drop();
                await device.RequireConnectAsync(cancellationToken);
                run.Say(string.Create(CultureInfo.InvariantCulture, $"{drop} of {Drops}, back each time"));
            }
        });
        await run.StepAsync(() => run.RequireNoFindingAsync([thing], cancellationToken));
    }
}
