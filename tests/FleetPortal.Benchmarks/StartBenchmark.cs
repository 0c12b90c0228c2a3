using System.Diagnostics;
using System.Text.Json.Nodes;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// From the start of the program in an empty directory to 250 simulated Things connected, and again with them remembered.
/// </summary>
internal static class StartBenchmark
{
    private const int Things = 250;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var directory = new TemporaryDirectory();
        return
        [
            new("start to 250 connected, first time", await MeasureAsync(directory.Path), "s", "≤ 20"),
            new("start to 250 connected, again", await MeasureAsync(directory.Path), "s"),
        ];
    }

    private static async Task<double> MeasureAsync(string directory)
    {
        var started = Stopwatch.GetTimestamp();
        var (process, address) = await PortalProcess
            .ServeAsync([.. PortalProcess.SettingsFor(directory), "--Simulator:Enabled=true", $"--Simulator:Things={Things}"]);
        try
        {
            using var client = new HttpClient { BaseAddress = address };
            await Eventually.Get("250 connections", async () => (int)JsonNode
                .Parse(await client.GetStringAsync(new Uri("/health/ready", UriKind.Relative)))!["connections"]!, count => count >= Things);
            return Stopwatch.GetElapsedTime(started).TotalSeconds;
        }
        finally
        {
            await PortalProcess.KillAsync(process);
        }
    }
}
