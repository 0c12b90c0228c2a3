using System.Globalization;
using System.Text.Json.Nodes;

namespace FleetPortal.Simulator.Scenarios;

/// <summary>A wave of rotations over a few devices that go on publishing.</summary>
internal sealed class RotationWaveScenario : IScenario
{
    private const int Devices = 6;

    public string Name => "rotation-wave";

    public string Title => "Rotation wave";

    public string Summary => "Six pumps get new keys and certificates in a wave, over their own connections. "
        + "They go on publishing meanwhile, and no message is lost.";

    public string Recommendation => "1.1.1";

    public IReadOnlyList<ScenarioStep> Steps { get; } =
    [
        new("Six pumps are connected and publish", "twice a second"),
        new("A wave rotates their certificates", "each makes a new key"),
        new("No message is lost", "the portal counts the sequence numbers"),
    ];

    public async Task RunAsync(ScenarioRun run, CancellationToken cancellationToken)
    {
        JsonObject wave = null!;
        string[] names = [];
        await run.StepAsync(async () =>
        {
            names = await run.AddFleetAsync("rotation-wave", Devices, cancellationToken);
            run.Say(string.Create(CultureInfo.InvariantCulture, $"{names.Length} of {Devices}, twice a second"));
        });
        await run.StepAsync(async () =>
        {
            var path = $"rotation-waves/{(string)(await run.Portal.PostAsync("rotation-waves",
                new { things = names, graceMinutes = 0 }, cancellationToken))["id"]!}";
            await run.UntilAsync("The wave did not end in time.", async () =>
            {
                wave = await run.Portal.GetAsync(path, cancellationToken);
                run.Say(string.Create(CultureInfo.InvariantCulture, $"{(int)wave["committed"]!} of {(int)wave["total"]!} rotated"));
                return wave["endedAt"] is not null || (int)wave["committed"]! + (int)wave["failed"]! == (int)wave["total"]!;
            }, cancellationToken, run.Patience);
            if ((int)wave["committed"]! != Devices)
            {
                throw new ScenarioException($"Only {(int)wave["committed"]!} of {Devices} were rotated.");
            }
        });
        await run.StepAsync(() =>
        {
            var (received, lost) = ((long)wave["messagesReceived"]!, (long)wave["messagesLost"]!);
            run.Say(string.Create(CultureInfo.InvariantCulture, $"{received} received, {lost} lost"));
            return lost == 0 ? Task.CompletedTask : throw new ScenarioException($"{lost} messages were lost.");
        });
    }
}
