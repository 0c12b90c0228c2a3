using System.Globalization;
using System.Net;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A copy of a device connects beside the original, until a person contains both.</summary>
internal sealed class CloneScenario : IScenario
{
    private const int TakeoverStep = 2;
    private const double CloneSeconds = 2;

    public string Name => "clone";

    public string Title => "Clone a device";

    public string Summary => "The certificate of a pump is copied and used from a second place. "
        + "The portal notices both at once, shows them side by side, and you contain it.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("Takes the certificate of a pump", "from the store of the simulator"),
        new("Connects with it from a second address", "127.0.0.9, MQTT 3.1.1"),
        new("The two throw each other out", "each comes back after a moment"),
        new("The portal says so", "with both endpoints"),
        new("Waits for you to contain it", "or for 2 minutes, then it gives up"),
        new("The real one comes back, re-issued", "the clone stays out"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        ScenarioThing thing = null!;
        ScenarioDevice original = null!, clone = null!;
        TimeSpan cloned = default;
        var finding = "";
        await run.StepAsync(async () =>
        {
            thing = await run.AddThingAsync("clone", cancellationToken);
            original = run.AddDevice(thing);
            await original.RequireConnectAsync(cancellationToken);
            run.NoteHolder(SessionHolder.Original);
            original.Stay($"{thing.Prefix}/telemetry/vibration", () => TimeSpan.FromSeconds(1 + (2 * Random.Shared.NextDouble())));
            run.Say("from the store of the simulator", $"Takes the certificate of {thing.Name}");
        });
        await run.StepAsync(async () =>
        {
            clone = run.AddDevice(thing, address: IPAddress.Parse("127.0.0.9"), isOld: true);
            await clone.RequireConnectAsync(cancellationToken);
            cloned = run.Elapsed;
            clone.Stay($"{thing.Prefix}/telemetry/vibration", () => TimeSpan.FromSeconds(CloneSeconds));
            run.Say(run.IsOnThisMachine ? "127.0.0.9, MQTT 3.1.1" : "from this machine, MQTT 3.1.1");
        });
        await run.StepAsync(() => run.UntilAsync("The original is still connected.", () =>
        {
            NoteTakeovers(run, original, clone);
            return !original.IsConnected || original.Accepted > 1;
        }, cancellationToken));
        await run.StepAsync(async () => finding = await run.FindAsync(thing.Name, "shared-credential", cloned, cancellationToken));
        await run.StepAsync(() => ContainedAsync(run, thing, finding, original, clone, cancellationToken), waits: true);
        await run.StepAsync(async () =>
        {
            var (accepted, refused) = (original.Accepted, clone.Refused);
            original.Identity = await run.IssueAsync(thing.Name, cancellationToken);
            await run.UntilAsync("The real one did not come back, or the clone was not refused.", () =>
            {
                NoteHolder(run, original, clone);
                return original.IsConnected && original.Accepted > accepted && clone.Refused > refused && !clone.IsConnected;
            }, cancellationToken);
            run.Say($"the clone stays out: {clone.RefusedBecause}");
        });
    }

    private static async Task ContainedAsync(ScenarioRun run, ScenarioThing thing, string finding,
        ScenarioDevice original, ScenarioDevice clone, CancellationToken cancellationToken)
    {
        if (run.Contains)
        {
            await run.Portal.PostAsync($"findings/{finding}/contain", new { note = "scenario clone" }, cancellationToken);
        }

        await run.UntilAsync("Nobody contained it in time.", async () =>
        {
            NoteTakeovers(run, original, clone);
            if ((string)(await run.Portal.GetAsync($"certificates/{thing.CertificateId}", cancellationToken))["status"]! != "active")
            {
                return true;
            }

            var state = (string)(await run.Portal.GetAsync($"findings/{finding}", cancellationToken))["state"]!;
            return state is "open" or "contained" ? false : throw new ScenarioException($"{finding} is {state}, but was not contained.");
        }, cancellationToken, run.Patience);
        run.Say("both sessions are closed, the certificate is on hold", $"{finding} is contained");
    }

    private static void NoteTakeovers(ScenarioRun run, ScenarioDevice original, ScenarioDevice clone)
    {
        NoteHolder(run, original, clone);
        run.Note(TakeoverStep, (original.Accepted + clone.Accepted - 1) switch
        {
            1 => "1 takeover so far",
            var many => string.Create(CultureInfo.InvariantCulture, $"{many} takeovers so far"),
        });
    }

    private static void NoteHolder(ScenarioRun run, ScenarioDevice original, ScenarioDevice clone) => run.NoteHolder(
        clone.IsConnected ? SessionHolder.Clone : original.IsConnected ? SessionHolder.Original : SessionHolder.Nobody);
}
