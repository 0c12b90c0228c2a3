using FleetPortal.Simulator;
using FleetPortal.Simulator.Scenarios;

namespace FleetPortal.Slices.Simulation;

/// <summary>Plays a scenario for the command <c>simulate</c> and prints each step when it ends.</summary>
internal static class ScenarioCommand
{
    /// <summary>The names of all scenarios, for the help.</summary>
    public static string Names => string.Join(", ", ScenarioCatalogue.All.Select(scenario => scenario.Name));

    /// <summary>Plays the scenario. Returns 0 if it showed what it claims, otherwise 1; 2 for an unknown name.</summary>
    public static async Task<int> RunAsync(string name, bool contains, SimulatorOptions options, CancellationToken cancellationToken)
    {
        if (ScenarioCatalogue.Find(name) is not { } scenario)
        {
            await Console.Error.WriteLineAsync($"--scenario {name} is not one of {Names}.");
            return 2;
        }

        Console.WriteLine($"{scenario.Title} (Best Practice {scenario.Recommendation})");
        Console.WriteLine(scenario.Summary);
        var printed = new ScenarioStepState[scenario.Steps.Count];
        var result = await ScenarioRunner.RunAsync(scenario, new ScenarioOptions { Simulator = options, Contains = contains },
            progress => Print(progress, printed), TimeProvider.System, cancellationToken);
        if (result.LeftBehind.Count > 0)
        {
            await Console.Error.WriteLineAsync($"Not cleaned up: {string.Join(", ", result.LeftBehind)}. Retire these Things yourself.");
        }

        if (result.State == ScenarioState.Done)
        {
            var found = result.FoundAfter is { } after ? $"; {result.Finding} after {ScenarioLabels.Time(after)}" : "";
            Console.WriteLine($"Done in {ScenarioLabels.Time(result.Took!.Value)}{found}.");
            return result.LeftBehind.Count == 0 ? 0 : 1;
        }

        await Console.Error.WriteLineAsync(result.Fault ?? "Stopped.");
        return 1;
    }

    // The reports of a run come one after another.
    private static void Print(ScenarioProgress progress, ScenarioStepState[] printed)
    {
        foreach (var (index, step) in progress.Steps.Index())
        {
            if (printed[index] == step.State || step.State is ScenarioStepState.Pending or ScenarioStepState.Running)
            {
                continue;
            }

            printed[index] = step.State;
            var outcome = step.State switch { ScenarioStepState.Done => "done", ScenarioStepState.Failed => "failed", _ => "waits" };
            var time = step.EndedAfter is { } ended ? ScenarioLabels.Time(ended) : "";
            Console.WriteLine($"  {index + 1}. {outcome,-6} {time,7}  {step.Title}: {step.Text}");
        }
    }
}
