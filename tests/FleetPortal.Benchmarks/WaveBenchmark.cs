using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>
/// A wave of rotations with devices of the simulator, which is a process of its own: told, new key, request over MQTT, connected with it,
/// old one retired.
/// </summary>
internal static class WaveBenchmark
{
    private const int Things = 10_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        using var state = new TemporaryDirectory();
        using var simulator = Tool.Start(PortalProcess.Path, ["simulate", "--url", portal.Api.BaseAddress!.ToString(),
            "--things", $"{Things}", "--interval", "20", "--token", portal.Token, "--state", state.Path]);
        _ = simulator.StandardOutput.ReadToEndAsync();
        _ = simulator.StandardError.ReadToEndAsync();
        try
        {
            await PollAsync(portal, "/api/v1/connections?limit=1", body => (int)body["total"]! >= Things);
            var (started, cpu, calm) = (Stopwatch.GetTimestamp(), portal.Cpu, portal.Memory);
            using var answer = await portal.Api.PostAsJsonAsync(new Uri("/api/v1/rotation-waves", UriKind.Relative),
                new { q = "", inFlight = 200, graceMinutes = 0, timeoutMinutes = 30 });
            answer.EnsureSuccessStatusCode();
            var id = (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["id"]!;
            var wave = await PollAsync(portal, $"/api/v1/rotation-waves/{id}", body => (string)body["state"]! is "done" or "stopped");
            var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            return
            [
                new("rotations committed", (double)wave["committed"]!, $"of {Things}"),
                new("rotations a second", (double)wave["committed"]! / elapsed, "1/s"),
                new("messages lost", (double)wave["messagesLost"]!, $"of {wave["messagesReceived"]}", "0"),
                new("server CPU a rotation, traffic of all Things included", (portal.Cpu - cpu) / Things, "ms"),
                new("memory of the server before the wave", calm, "MB"),
                new("largest memory of the server", portal.PeakMemory, "MB"),
            ];
        }
        finally
        {
            simulator.Kill();
            await simulator.WaitForExitAsync();
        }
    }

    private static async Task<JsonObject> PollAsync(PortalUnderTest portal, string path, Func<JsonObject, bool> until)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            var body = JsonNode.Parse(await portal.Api.GetStringAsync(new Uri(path, UriKind.Relative)))!.AsObject();
            if (until(body))
            {
                return body;
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
