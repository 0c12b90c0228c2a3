using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using FleetPortal.Simulator.Story;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>An exercise for the day on which the key of an authority is stolen, with an authority of its own.</summary>
internal sealed class AuthorityDrillScenario : IScenario
{
    private const int Devices = 3;
    private const int ValidityDays = 30;

    public string Name => "authority-drill";

    public string Title => "An authority is compromised";

    public string Summary => "The key of a maker’s authority is stolen, so you disable the authority and all its devices are out. "
        + "It is a drill with an authority of its own, which is enabled again and retired at the end.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("A maker’s authority is registered", "it proves that it has the key"),
        new("Three pumps connect with its certificates", "the maker issued them"),
        new("The blast radius, then the authority is disabled", "nothing else is touched"),
        new("All three are out", "their reconnects are refused"),
        new("The drill is over: enabled again, all are back", "the authority is retired at the end"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        var directory = Directory.CreateTempSubdirectory("fleetportal-drill-");
        try
        {
            using var maker = DeviceMaker.Open(new DeviceStorage(directory.FullName), run.Now,
                $"Drill CA {run.Now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}");
            await RunAsync(run, maker, cancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(ScenarioRun run, DeviceMaker maker, CancellationToken cancellationToken)
    {
        var authority = "";
        ScenarioDevice[] devices = [];
        await run.StepAsync(async () => authority = await RegisterAsync(run, maker, cancellationToken));
        await run.StepAsync(async () =>
        {
            var things = new List<ScenarioThing>();
            while (things.Count < Devices)
            {
                things.Add(await ImportAsync(run, maker, cancellationToken));
            }

            devices = [.. things.Select(thing => run.AddDevice(thing))];
            await Task.WhenAll(devices.Select(device => device.RequireConnectAsync(cancellationToken)));
            run.Say(string.Join(", ", things.Select(thing => thing.Name)));
        });
        await run.StepAsync(async () =>
        {
            var radius = await run.Portal.GetAsync($"authorities/{authority}/blast-radius", cancellationToken);
            run.Say(string.Create(CultureInfo.InvariantCulture,
                $"{(int)radius["certificates"]!} certificates, {(int)radius["sessions"]!} sessions; {authority} is disabled"));
            await run.Portal.PatchAsync($"authorities/{authority}", new { status = "disabled" }, cancellationToken);
        });
        await run.StepAsync(async () =>
        {
            await run.UntilAsync("A session is still open.", () => devices.All(device => !device.IsConnected), cancellationToken);
            foreach (var device in devices)
            {
                if (await device.TryConnectAsync(cancellationToken))
                {
                    throw new ScenarioException("The portal accepted a certificate of a disabled authority.");
                }
            }

            run.Say($"refused: {devices[0].RefusedBecause}");
        });
        await run.StepAsync(async () =>
        {
            await run.Portal.PatchAsync($"authorities/{authority}", new { status = "active" }, cancellationToken);
            await Task.WhenAll(devices.Select(device => device.RequireConnectAsync(cancellationToken)));
        });
    }

    private static async Task<string> RegisterAsync(ScenarioRun run, DeviceMaker maker, CancellationToken cancellationToken)
    {
        var code = await run.Portal.PostAsync("authorities/registration-codes", new { }, cancellationToken);
        var id = (string)(await run.Portal.PostAsync("authorities", new
        {
            certificatePem = maker.AuthorityPem,
            verificationCertificatePem = maker.Prove((string)code["code"]!),
        }, cancellationToken))["id"]!;
        run.AddRemoval(id, token => run.Portal.PostAsync($"authorities/{id}/retire", new { evenIfStranded = true }, token));
        run.Say($"{id}, which proved that it has the key");
        return id;
    }

    private static async Task<ScenarioThing> ImportAsync(ScenarioRun run, DeviceMaker maker, CancellationToken cancellationToken)
    {
        var name = await run.AddNameAsync("authority-drill", cancellationToken);
        using var key = DeviceKey.Create(DeviceKeyKind.EcP256);
        var pem = maker.Issue(name, key, ValidityDays);
        await run.Portal.PostAsync($"things/{name}/certificates/registered", new { certificatePem = pem }, cancellationToken);
        return new ScenarioThing(name, X509Certificate2.CreateFromPem(pem, key.ExportPkcs8PrivateKeyPem()));
    }
}
