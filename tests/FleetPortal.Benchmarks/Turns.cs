using System.Diagnostics;

namespace FleetPortal.Benchmarks;

/// <summary>What one of two took together over its turns.</summary>
internal sealed class Turns(Func<double> cpu)
{
    public double Seconds { get; private set; }

    public double Cpu { get; private set; }

    public int Done { get; private set; }

    public double Rate => Done / Seconds;

    public async Task AddAsync(int count, Func<Task> work)
    {
        var (before, started) = (cpu(), Stopwatch.GetTimestamp());
        await work();
        Seconds += Stopwatch.GetElapsedTime(started).TotalSeconds;
        Cpu += cpu() - before;
        Done += count;
    }

    /// <summary>The rates of the portal and of mosquitto, the server's CPU beside them, and the ratios.</summary>
    public static IReadOnlyList<Figure> Compare(string what, Turns ours, Turns theirs, string? rate = null, string? cpu = null) =>
    [
        new($"{what} a second, FleetPortal", ours.Rate, "1/s"),
        new($"{what} a second, mosquitto", theirs.Rate, "1/s"),
        new($"rate of {what}, FleetPortal to mosquitto", ours.Rate / theirs.Rate, "×", rate),
        new($"server CPU for 1,000 {what}, FleetPortal", 1_000 * ours.Cpu / ours.Done, "ms"),
        new($"server CPU for 1,000 {what}, mosquitto", 1_000 * theirs.Cpu / theirs.Done, "ms"),
        new($"server CPU for {what}, FleetPortal to mosquitto", ours.Cpu / ours.Done / (theirs.Cpu / theirs.Done), "×", cpu),
    ];
}
