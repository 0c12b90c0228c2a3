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
}
