using System.Net;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A copy of a device that is never online together with the original. It reports whether the portal found it.</summary>
internal sealed class TakingTurnsScenario : IScenario
{
    private const int Turns = 4;
    private static readonly TimeSpan _wait = TimeSpan.FromSeconds(3);

    public string Name => "clone-in-turns";

    public string Title => "A clone that takes turns";

    public string Summary => "A copy of a pump connects only while the original is offline. "
        + "No two connections meet, so only the rolling proof can find it: the last step says whether it did.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("Takes the certificate of a pump", "from the store of the simulator"),
        new("The two take turns", "each disconnects before the other connects"),
        new("Asks the portal what it found", "without the rolling proof: nothing"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        ScenarioThing thing = null!;
        await run.StepAsync(async () =>
        {
            thing = await run.AddThingAsync("clone-in-turns", cancellationToken);
            run.Say("from the store of the simulator", $"Takes the certificate of {thing.Name}");
        });
        var taken = run.Elapsed;
        await run.StepAsync(async () =>
        {
            ScenarioDevice[] both =
                [run.AddDevice(thing), run.AddDevice(thing, address: IPAddress.Parse("127.0.0.9"), isOld: true)];
            for (var turn = 1; turn <= Turns; turn++)
            {
                foreach (var device in both)
                {
                    await device.RequireConnectAsync(cancellationToken);
                    await device.DisconnectAsync(cancellationToken);
                }

                run.Say(turn == 1 ? "1 turn each" : $"{turn} turns each");
            }
        });
        await run.StepAsync(async () =>
        {
            await run.PauseAsync(_wait, cancellationToken);
            if (await run.FindingsAsync(thing.Name, cancellationToken) is [var finding, ..])
            {
                run.Update(progress => progress with { Finding = (string)finding["id"]!, FoundAfter = run.Elapsed - taken });
                run.Say($"{(string)finding["id"]!}: {(string)finding["title"]!}");
            }
            else
            {
                run.Say("nothing: no two connections met, and this Thing has no rolling proof");
            }
        });
    }
}
