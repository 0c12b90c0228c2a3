using System.Diagnostics;
using System.Net.Http.Json;

namespace FleetPortal.Benchmarks;

/// <summary>From the request to revoke to the device seeing its session end, 200 times with 2,000 connections open.</summary>
internal static class RevokeBenchmark
{
    private const int Connections = 2000;
    private const int Revocations = 200;

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        await using var portal = await PortalUnderTest.StartAsync();
        var (identities, _, _) = await portal.EnrolAsync(Connections);
        var sockets = new MqttSocket[Connections];
        await PortalUnderTest.InParallelAsync(Connections,
            async i => sockets[i] = await MqttSocket.ConnectAsync(portal.MqttPort, identities[i]));
        var (seen, answered) = (new List<double>(), new List<double>());
        for (var i = 0; i < Revocations; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var ended = sockets[i].EndedAsync();
            using var answer = await portal.Api.PostAsJsonAsync(
                new Uri($"/api/v1/certificates/{identities[i].CertificateId}/revoke", UriKind.Relative), new { reason = "keyCompromise" });
            answer.EnsureSuccessStatusCode();
            answered.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await ended;
            seen.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        foreach (var socket in sockets)
        {
            await socket.DisposeAsync();
        }

        return
        [
            new("revoke to session closed, p50", Figure.Percentile(seen, 0.50), "ms"),
            new("revoke to session closed, p99", Figure.Percentile(seen, 0.99), "ms", "≤ 50"),
            new("revoke to the API's answer, p99", Figure.Percentile(answered, 0.99), "ms"),
        ];
    }
}
