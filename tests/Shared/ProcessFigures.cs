using System.Diagnostics;
using System.Globalization;

namespace FleetPortal.Testing;

/// <summary>The threads and the memory of another process now, as the kernel counts them.</summary>
/// <param name="Threads">The number of its threads.</param>
/// <param name="ResidentKibibytes">The memory that it uses now, in KiB.</param>
/// <param name="PeakKibibytes">The most memory that it has used so far, in KiB.</param>
public sealed record ProcessFigures(int Threads, long ResidentKibibytes, long PeakKibibytes)
{
    /// <summary>Reads the figures of a process.</summary>
    public static async Task<ProcessFigures> ReadAsync(Process process)
    {
        ArgumentNullException.ThrowIfNull(process);
        var lines = (await File.ReadAllLinesAsync($"/proc/{process.Id.ToString(CultureInfo.InvariantCulture)}/status"))
            .Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[^1].Replace("kB", "", StringComparison.Ordinal));
        return new ProcessFigures((int)Number("Threads"), Number("VmRSS"), Number("VmHWM"));

        long Number(string name) => long.Parse(lines[name], CultureInfo.InvariantCulture);
    }
}
