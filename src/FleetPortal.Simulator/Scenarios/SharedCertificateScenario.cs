using System.Globalization;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>Ten devices share one certificate, each with a client identifier of its own.</summary>
internal sealed class SharedCertificateScenario : IScenario
{
    private const int Devices = 10;

    public string Name => "shared-certificate";

    public string Title => "Ten devices, one certificate";

    public string Summary => "A maker puts the same certificate into ten devices. "
        + "The portal accepts the one that it was issued to, refuses the other nine, and says that they share it.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("Puts one certificate into ten devices", "each has a client identifier of its own"),
        new("All ten connect", "only one bears the name in the certificate"),
        new("The portal says so", "with the client identifiers"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        ScenarioThing thing = null!;
        IReadOnlyList<ScenarioDevice> devices = [];
        TimeSpan shared = default;
        await run.StepAsync(async () =>
        {
            thing = await run.AddThingAsync("shared-certificate", cancellationToken);
            devices = [.. Enumerable.Range(1, Devices).Select(number => run.AddDevice(thing,
                number == 1 ? null : string.Create(CultureInfo.InvariantCulture, $"{thing.Name}-copy-{number}")))];
            run.Say($"the one of {thing.Name}");
        });
        await run.StepAsync(async () =>
        {
            await devices[0].RequireConnectAsync(cancellationToken);
            shared = run.Elapsed;
            await Task.WhenAll(devices.Skip(1).Select(device => device.TryConnectAsync(cancellationToken)));
            var (accepted, refused) = (devices.Sum(device => device.Accepted), devices.Sum(device => device.Refused));
            run.Say(string.Create(CultureInfo.InvariantCulture, $"{accepted} accepted, {refused} refused"));
            if (accepted != 1)
            {
                throw new ScenarioException("The portal accepted a device whose client identifier is not in the certificate.");
            }
        });
        await run.StepAsync(() => run.FindAsync(thing.Name, "shared-credential", shared, cancellationToken));
    }
}
