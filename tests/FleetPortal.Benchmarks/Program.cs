using System.Text.Json;
using FleetPortal.Benchmarks;

// dotnet run -c Release --project tests/FleetPortal.Benchmarks -- LIST… [--json FILE]
var benchmarks = new Dictionary<string, Func<Task<IReadOnlyList<Figure>>>>
{
    ["connect"] = ConnectBenchmark.RunAsync,
    ["publish"] = PublishBenchmark.RunAsync,
    ["fan-in"] = FanInBenchmark.RunAsync,
    ["idle-sessions"] = IdleSessionsBenchmark.RunAsync,
    ["fan-out"] = FanOutBenchmark.RunAsync,
    ["durable"] = DurableBenchmark.RunAsync,
    ["idle-memory"] = IdleMemoryBenchmark.RunAsync,
    ["revoke"] = RevokeBenchmark.RunAsync,
    ["issue"] = IssueBenchmark.RunAsync,
    ["ocsp"] = OcspBenchmark.RunAsync,
    ["crl"] = CrlBenchmark.RunAsync,
    ["wave"] = WaveBenchmark.RunAsync,
    ["list"] = ListBenchmark.RunAsync,
    ["start"] = StartBenchmark.RunAsync,
};
var json = Array.IndexOf(args, "--json");
var chosen = (json < 0 ? args : [.. args[..json], .. args[Math.Min(args.Length, json + 2)..]]).ToList();
var unknown = chosen.Where(name => !benchmarks.ContainsKey(name)).ToList();
if (chosen.Count == 0 || unknown.Count > 0 || json == args.Length - 1)
{
    Console.Error.WriteLine($"Name one or more of {string.Join(", ", benchmarks.Keys)}; --json FILE writes the figures.");
    return 2;
}

var figures = new List<Figure>();
foreach (var name in chosen)
{
    Console.WriteLine($"== {name}");
    foreach (var figure in await benchmarks[name]())
    {
        Console.WriteLine($"   {figure}");
        figures.Add(figure);
    }
}

if (json >= 0)
{
    await File.WriteAllTextAsync(args[json + 1], JsonSerializer.Serialize(figures, JsonSerializerOptions.Web));
}

return 0;
