using System.Globalization;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A device whose certificate is revoked does not stop trying.</summary>
internal sealed class RevokedDeviceScenario : IScenario
{
    private const int Attempts = 22;

    public string Name => "revoked-device";

    public string Title => "A revoked device that hammers";

    public string Summary => "The certificate of a stolen pump is revoked, and the thief tries again and again. "
        + "Each attempt is refused, and after 20 of them the portal tells you about it.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("A pump is connected", "with a valid certificate"),
        new("Its certificate is revoked", "its session is closed"),
        new("It tries 22 times", "each attempt is refused"),
        new("The portal says so", "after 20 refused attempts"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        ScenarioThing thing = null!;
        ScenarioDevice device = null!;
        TimeSpan refused = default;
        await run.StepAsync(async () =>
        {
            thing = await run.AddThingAsync("revoked-device", cancellationToken);
            device = run.AddDevice(thing);
            await device.RequireConnectAsync(cancellationToken);
            run.Say($"{thing.Name}, with a valid certificate");
        });
        await run.StepAsync(async () =>
        {
            await run.Portal.PostAsync($"certificates/{thing.CertificateId}/revoke", new { reason = "keyCompromise" }, cancellationToken);
            await run.UntilAsync("The session is still open.", () => !device.IsConnected, cancellationToken);
        });
        await run.StepAsync(async () =>
        {
            refused = run.Elapsed;
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                if (await device.TryConnectAsync(cancellationToken))
                {
                    throw new ScenarioException("The portal accepted a revoked certificate.");
                }

                run.Say(string.Create(CultureInfo.InvariantCulture, $"{attempt} refused: {device.RefusedBecause}"));
            }
        });
        await run.StepAsync(() => run.FindAsync(thing.Name, "refused-repeatedly", refused, cancellationToken));
    }
}
