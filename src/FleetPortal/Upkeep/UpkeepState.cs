using System.Collections.Concurrent;
using FleetPortal.Fleet.Kernel;

namespace FleetPortal.Upkeep;

/// <summary>The state of one upkeep step.</summary>
/// <param name="Name">The name of the step.</param>
/// <param name="RunningSince">When the current run began; null between runs.</param>
/// <param name="LastSuccess">When a run last ended without an error.</param>
/// <param name="LastDuration">The duration of that run.</param>
/// <param name="FailuresInARow">The number of failed runs since the last success.</param>
/// <param name="NextRun">When the next run starts; null during a run.</param>
public sealed record UpkeepStepState(string Name,
    DateTimeOffset? RunningSince, DateTimeOffset? LastSuccess, TimeSpan? LastDuration, int FailuresInARow, DateTimeOffset? NextRun);

/// <summary>Keeps the state of every upkeep step, one entry for each registered step. Thread-safe.</summary>
public sealed class UpkeepState(IEnumerable<UpkeepStep> steps, TimeProvider time)
{
    /// <summary>A run that takes longer than this is reported as a fault.</summary>
    public static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, UpkeepStepState> _states = new(steps
        .Select(step => KeyValuePair.Create(step.Name, new UpkeepStepState(step.Name, null, null, null, 0, null))), StringComparer.Ordinal);

    /// <summary>The states of all steps, ordered by name.</summary>
    public IReadOnlyList<UpkeepStepState> All => [.. _states.Values.OrderBy(state => state.Name, StringComparer.Ordinal)];

    /// <summary>
    /// One sentence for each step that failed or runs too long; empty if there are none. Contains no data of the fleet, because health
    /// shows it to everybody.
    /// </summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            var now = time.GetUtcNow();
            return [.. All.Select(state => FaultOf(state, now)).OfType<string>()];
        }
    }

    internal void Started(string step) => Change(step, state => state with { RunningSince = time.GetUtcNow(), NextRun = null });

    internal void Succeeded(string step) => Change(step, state =>
    {
        var now = time.GetUtcNow();
        return state with { RunningSince = null, LastSuccess = now, LastDuration = now - state.RunningSince, FailuresInARow = 0 };
    });

    /// <returns>The number of failures in a row, including this one.</returns>
    internal int Failed(
        string step) => Change(step, state => state with { RunningSince = null, FailuresInARow = state.FailuresInARow + 1 }).FailuresInARow;

    internal void Waiting(string step, TimeSpan pause) => Change(step, state => state with { NextRun = time.GetUtcNow() + pause });

    private static string? FaultOf(UpkeepStepState state, DateTimeOffset now) => state switch
    {
        { RunningSince: { } since } when now - since > LongestRun =>
            $"{state.Name} has been running for {(now - since).TotalMinutes:0} minutes",
        { FailuresInARow: 1 } => $"{state.Name} failed once",
        { FailuresInARow: > 1 } => $"{state.Name} failed {state.FailuresInARow} times in a row",
        _ => null,
    };

    private UpkeepStepState Change(string step, Func<UpkeepStepState, UpkeepStepState> change) => _states.AddOrUpdate(step,
        _ => throw new InvalidOperationException($"There is no upkeep step {step}."), (_, state) => change(state));
}
