using System.Diagnostics;
using FleetPortal.Testing;

namespace FleetPortal.Benchmarks;

/// <summary>The list of Things at 100,000, over HTTP: pages, filters, words.</summary>
internal static class ListBenchmark
{
    private const int Things = 100_000;
    private const int Requests = 400;

    private static readonly string[] Queries =
    [
        "", "?q=type:pump", "?q=group:plant-7",
        "?q=0042", "?q=type:gateway+9999", "?q=me", "?q=connected:no+status:none", "?q=nobody-has-this-name",
    ];

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync(async directory =>
        {
            await PortalProcess.FoundAsync(PortalProcess.SettingsFor(directory));
            var seeded = await PortalProcess.RunAsync(["seed", "--things", $"{Things}", .. PortalProcess.SettingsFor(directory)]);
            if (seeded.ExitCode != 0)
            {
                throw new InvalidOperationException(seeded.Error);
            }
        });
        var samples = new Dictionary<string, List<double>>();
        for (var i = 0; i < Requests; i++)
        {
            var query = Queries[i % Queries.Length];
            var started = Stopwatch.GetTimestamp();
            await portal.Api.GetStringAsync(new Uri("/api/v1/things" + query, UriKind.Relative));

            // The first of each query pays for compiling it.
            if (i >= Queries.Length)
            {
                (samples.TryGetValue(query, out var list) ? list : samples[query] = [])
                    .Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return
        [
            new($"list of {Things} Things, p50", Figure.Percentile(samples.Values.SelectMany(list => list), 0.50), "ms"),
            new($"list of {Things} Things, p95", Figure.Percentile(samples.Values.SelectMany(list => list), 0.95), "ms", "≤ 50"),
            .. samples.Select(pair =>
                new Figure($"  {(pair.Key.Length == 0 ? "everything" : pair.Key)}, p95", Figure.Percentile(pair.Value, 0.95), "ms")),
        ];
    }
}
